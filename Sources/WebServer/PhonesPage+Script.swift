extension PhonesPage {
  /// Asks for the state once a second and puts what is new into the page, as text, never as markup.
  static let script = #"""
    "use strict";
    const byId = id => document.getElementById(id);
    const phones = new Map();
    let clock = { now: 0, taken: 0 };
    let whySubject = null;

    function element(tag, className, text) {
      const made = document.createElement(tag);
      if (className) made.className = className;
      if (text !== undefined) made.textContent = text;
      return made;
    }

    function setText(node, text) {
      if (node.textContent !== text) node.textContent = text;
    }

    // Phones

    function makePhone(state, number) {
      const box = element("section", "phone");
      const title = element("h2", "", state.name);
      title.id = "phone-" + number;
      box.setAttribute("aria-labelledby", title.id);
      box.dataset.phone = state.phone;

      const top = element("header");
      const face = element("span", "face", Array.from(state.name.trim())[0] || "?");
      face.setAttribute("aria-hidden", "true");
      const who = element("div", "who");
      who.append(title, element("p", "", [...state.roles, state.phone].join(" · ")));
      top.append(face, who, whyButton(state.person, "Story of " + state.name, "Story", state.id));

      const log = element("div", "log");
      log.tabIndex = 0;
      log.setAttribute("role", "log");
      log.setAttribute("aria-label", "Messages of " + state.name);
      const empty = element("p", "empty", "No messages yet");
      log.append(empty);

      const form = element("form", "reply");
      const field = element("input");
      field.id = "reply-" + number;
      field.autocomplete = "off";
      field.maxLength = 1600;
      field.placeholder = "Reply as " + state.name + " …";
      field.setAttribute("aria-label", "Reply as " + state.name);
      const send = element("button", "", "Send");
      send.type = "submit";
      form.append(field, send);
      const fault = element("p", "fault");
      fault.setAttribute("role", "alert");
      fault.hidden = true;

      form.addEventListener("submit", event => {
        event.preventDefault();
        reply(state.phone, field, send, fault);
      });
      box.append(top, log, form, fault);
      byId("phones").append(box);
      new ResizeObserver(() => { log.scrollTop = log.scrollHeight; }).observe(log);
      return { box, log, empty, seen: new Set() };
    }

    async function reply(phone, field, send, fault) {
      const text = field.value;
      if (!text.trim() || send.disabled) return;
      send.disabled = true;
      fault.hidden = true;
      try {
        const answer = await fetch("/phones/reply", {
          method: "POST", headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ phone, text }),
        });
        if (!answer.ok) throw new Error((await answer.json()).error.sentence);
        field.value = "";
        await update();
      } catch (problem) {
        fault.textContent = problem instanceof TypeError
          ? "Kith is not answering; the reply was not taken." : problem.message;
        fault.hidden = false;
      }
      send.disabled = false;
      field.focus();
    }

    function showMessages(phone, messages, isFirst) {
      const log = phone.log;
      const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
      let grew = false;
      for (const message of messages) {
        if (phone.seen.has(message.id)) continue;
        phone.seen.add(message.id);
        grew = true;
        const bubble = element("div", message.from_kith ? "bubble" : "bubble mine");
        if (!isFirst) bubble.classList.add("fresh");
        if (message.subject) bubble.append(element("p", "subject", message.subject));
        bubble.append(element("p", "", message.text));
        const at = element("time", "at", message.at.local.slice(11, 19));
        at.dateTime = message.at.utc;
        at.title = message.at.local.replace("T", " ") + " " + (message.at.zone || "");
        log.append(bubble, at);
      }
      phone.empty.hidden = phone.seen.size > 0;
      if (grew && (atEnd || isFirst)) log.scrollTop = log.scrollHeight;
    }

    // What is happening

    function whyButton(subject, label, text, shown) {
      const button = element("button", "why", text);
      button.type = "button";
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => openWhy(subject, shown || subject));
      return button;
    }

    function showStrip(lines) {
      const strip = byId("strip");
      const shape = JSON.stringify(lines);
      if (strip.dataset.shape === shape) return;
      strip.dataset.shape = shape;
      const rows = lines.map(line => {
        const row = element("li", "line");
        row.dataset.mood = line.mood;
        row.append(element("span", "what", line.text));
        const left = element("span", "clock");
        if (line.due !== undefined && line.due !== null) left.dataset.due = line.due;
        row.append(left);
        if (line.subject) row.append(whyButton(line.subject, "Why: " + line.text, "Why?"));
        return row;
      });
      if (!rows.length) {
        const row = element("li", "line");
        row.append(element("span", "what", "Nothing is planned."));
        rows.push(row);
      }
      strip.replaceChildren(...rows);
      showClocks();
    }

    function showClocks() {
      const now = clock.now + Math.floor((performance.now() - clock.taken) / 1000);
      for (const left of document.querySelectorAll(".clock[data-due]")) {
        const seconds = Math.max(0, Number(left.dataset.due) - now);
        const two = number => String(number).padStart(2, "0");
        const hours = Math.floor(seconds / 3600);
        const rest = two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
        setText(left, hours ? hours + ":" + rest : rest);
      }
    }

    // Why

    async function openWhy(subject, shown) {
      whySubject = subject;
      byId("why-command").textContent = "kith why " + shown;
      byId("why-summary").textContent = "";
      byId("why-lines").replaceChildren();
      byId("why").showModal();
      await showWhy();
    }

    async function showWhy() {
      if (!whySubject) return;
      const answer = await fetch("/phones/why.json?subject=" + encodeURIComponent(whySubject));
      const story = await answer.json();
      if (!answer.ok) return setText(byId("why-summary"), story.error.sentence);
      setText(byId("why-summary"), story.summary);
      const list = byId("why-lines");
      const shape = JSON.stringify(story.lines);
      if (list.dataset.shape === shape && list.children.length) return;
      list.dataset.shape = shape;
      list.replaceChildren(...story.lines.map(line => {
        const row = element("li");
        const at = element("time", "", line.at.local.slice(0, 19).replace("T", " ")
          + (line.at.zone ? " " + line.at.zone : ""));
        at.dateTime = line.at.utc;
        at.title = line.at.utc;
        const what = element("p", "", line.text + " ");
        what.append(element("small", "", line.about.join(" ")));
        row.append(at, what);
        return row;
      }));
    }

    byId("why-close").addEventListener("click", () => byId("why").close());
    byId("why").addEventListener("close", () => { whySubject = null; });
    byId("why").addEventListener("click", event => {
      if (event.target === byId("why")) byId("why").close();
    });

    // Once a second

    async function update() {
      const answer = await fetch("/phones/state.json");
      const state = await answer.json();
      if (!answer.ok) throw new Error(state.error.sentence);
      clock = { now: state.now, taken: performance.now() };
      for (const phone of state.phones) {
        const isFirst = !phones.has(phone.phone);
        if (isFirst) phones.set(phone.phone, makePhone(phone, phones.size));
        showMessages(phones.get(phone.phone), phone.messages, isFirst);
      }
      showStrip(state.strip);
      await showWhy();
    }

    async function loop() {
      const trouble = byId("trouble");
      try {
        await update();
        trouble.hidden = true;
        document.body.dataset.ready = "yes";
      } catch (problem) {
        setText(trouble, problem instanceof TypeError
          ? "Kith is not answering. Trying again …" : problem.message);
        trouble.hidden = false;
      }
      setTimeout(loop, document.hidden ? 5000 : 1000);
    }

    setInterval(showClocks, 250);
    loop();
    """#
}
