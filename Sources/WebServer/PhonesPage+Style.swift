extension PhonesPage {
  static let style = """
    :root {
      --paper: #f3f1ec; --card: #fffefb; --line: #dedad1; --ink: #22302b; --quiet: #5b6762;
      --accent: #2c6a58; --on-accent: #ffffff; --theirs: #eceae4; --theirs-ink: #22302b;
      --waiting: #5f7389; --asked: #a86b08; --missed: #b4512a; --alert: #b3263a; --well: #2c6a58;
      --shadow: 0 1px 2px #2230201a, 0 10px 30px #22302012;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #131816; --card: #1c2320; --line: #323b37; --ink: #e5ebe8; --quiet: #a2afa9;
        --accent: #79c2aa; --on-accent: #0e1613; --theirs: #2a332f; --theirs-ink: #e5ebe8;
        --waiting: #9db4cc; --asked: #e3b05a; --missed: #ec9a76; --alert: #f38b98; --well: #79c2aa;
        --shadow: 0 1px 2px #0006, 0 10px 30px #0004;
      }
    }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    body {
      margin: 0 auto; max-width: 66rem; padding: 1.5rem clamp(.75rem, 3vw, 2rem) 3rem;
      background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
    }
    h1, h2 { margin: 0; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; }
    h1 { font-size: 1.6rem; }
    h2 { font-size: 1rem; }
    .top p { margin: .25rem 0 1.25rem; color: var(--quiet); }
    button, input { font: inherit; color: inherit; }
    button { cursor: pointer; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    .trouble {
      margin: 0 0 1rem; padding: .6rem 1rem; border-radius: .75rem;
      border: 1px solid var(--missed); color: var(--missed); background: var(--card);
    }

    .now { margin-bottom: 1.5rem; }
    .now h2 { margin-bottom: .6rem; color: var(--quiet); font-size: .8125rem;
      letter-spacing: .06em; text-transform: uppercase; }
    #strip { list-style: none; margin: 0; padding: 0; border-radius: 1rem; overflow: hidden;
      background: var(--card); box-shadow: var(--shadow); }
    .line { display: flex; align-items: center; gap: .75rem; padding: .6rem 1rem;
      min-height: 3rem; }
    .line + .line { border-top: 1px solid var(--line); }
    .line::before { content: ""; flex: none; width: .7rem; height: .7rem; border-radius: 50%;
      background: var(--waiting); }
    .line[data-mood=asked]::before { background: var(--asked); }
    .line[data-mood=missed]::before { background: var(--missed); }
    .line[data-mood=alert]::before { background: var(--alert);
      box-shadow: 0 0 0 4px color-mix(in srgb, var(--alert) 25%, transparent); }
    .line[data-mood=well]::before { background: var(--well); }
    .what { flex: 1; min-width: 0; overflow-wrap: anywhere; }
    .clock { font-variant-numeric: tabular-nums; font-weight: 650; font-size: 1.125rem; }
    .why { border: 1px solid var(--line); border-radius: 99rem; background: none;
      padding: .3rem .8rem; color: var(--quiet); font-size: .875rem; white-space: nowrap; }
    .why:hover { border-color: var(--accent); color: var(--accent); }

    main { display: grid; gap: 1.5rem; justify-content: center;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
    .phone { display: flex; flex-direction: column; max-width: 36rem;
      width: 100%; height: min(40rem, 78vh); min-height: 24rem;
      background: var(--card); border: 1px solid var(--line); border-radius: 1.75rem;
      overflow: hidden; box-shadow: var(--shadow); }
    .phone > header { display: flex; align-items: center; gap: .75rem; padding: .9rem 1rem;
      border-bottom: 1px solid var(--line); }
    .face { flex: none; display: grid; place-items: center; width: 2.5rem; height: 2.5rem;
      border-radius: 50%; font-weight: 650; color: var(--on-accent); background: var(--accent); }
    .who { flex: 1; min-width: 0; }
    .who p { margin: 0; color: var(--quiet); font-size: .8125rem; overflow-wrap: anywhere; }
    .log { flex: 1; overflow-y: auto; padding: 1rem; display: flex; flex-direction: column;
      gap: .35rem; scrollbar-width: thin; overscroll-behavior: contain; }
    .empty { margin: auto; color: var(--quiet); text-align: center; }
    .bubble { max-width: 84%; width: fit-content; align-self: flex-start; padding: .55rem .85rem;
      border-radius: 1.15rem 1.15rem 1.15rem .3rem; background: var(--theirs);
      color: var(--theirs-ink); white-space: pre-wrap; overflow-wrap: anywhere; }
    .bubble p { margin: 0; }
    .bubble .subject { font-weight: 650; margin-bottom: .2rem; }
    .bubble.mine { align-self: flex-end; background: var(--accent); color: var(--on-accent);
      border-radius: 1.15rem 1.15rem .3rem 1.15rem; }
    .bubble + .at { margin: 0 0 .5rem; padding: 0 .4rem; color: var(--quiet); font-size: .75rem;
      font-variant-numeric: tabular-nums; align-self: flex-start; }
    .bubble.mine + .at { align-self: flex-end; }
    .at { margin: 0; }
    .reply { display: flex; gap: .5rem; padding: .75rem; border-top: 1px solid var(--line); }
    .reply input { flex: 1; min-width: 0; min-height: 2.75rem; padding: .4rem 1rem;
      border: 1px solid var(--line); border-radius: 99rem; background: var(--paper); }
    .reply input::placeholder { color: var(--quiet); opacity: 1; }
    .reply button { min-height: 2.75rem; padding: .4rem 1.1rem; border: 0; border-radius: 99rem;
      font-weight: 650; background: var(--accent); color: var(--on-accent); }
    .reply button:disabled { opacity: .55; cursor: default; }
    .fault { margin: 0; padding: 0 1rem .6rem; color: var(--alert); font-size: .875rem; }

    dialog { width: min(46rem, calc(100vw - 1.5rem)); max-height: 85vh; padding: 0; border: 0;
      border-radius: 1.25rem; background: var(--card); color: var(--ink);
      box-shadow: var(--shadow); }
    dialog::backdrop { background: #0007; }
    dialog > header { position: sticky; top: 0; display: flex; align-items: center; gap: 1rem;
      padding: 1rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line); }
    dialog h2 { flex: 1; font-size: 1.15rem; }
    dialog header button { border: 1px solid var(--line); border-radius: 99rem; background: none;
      padding: .35rem .9rem; }
    dialog > p { margin: .9rem 1.25rem 0; }
    .command code { padding: .2rem .5rem; border-radius: .4rem; background: var(--theirs);
      font: .875rem/1.4 ui-monospace, "DejaVu Sans Mono", monospace; }
    #why-lines { list-style: none; margin: 1rem 0 0; padding: 0 1.25rem 1.25rem; }
    #why-lines li { display: grid; grid-template-columns: 12.5rem 1fr; gap: .15rem 1rem;
      padding: .5rem 0; border-top: 1px solid var(--line); }
    #why-lines time { color: var(--quiet); font-size: .8125rem;
      font-variant-numeric: tabular-nums; }
    #why-lines p { margin: 0; overflow-wrap: anywhere; }
    #why-lines small { color: var(--quiet); }

    @media (max-width: 40rem) {
      body { padding-top: 1rem; }
      .phone { height: 30rem; max-height: 85vh; min-height: 20rem; border-radius: 1.25rem; }
      .line { flex-wrap: wrap; }
      .what { flex-basis: calc(100% - 2rem); }
      .clock { margin-left: 1.45rem; flex: 1; }
      .clock:empty { display: none; }
      .clock:empty + .why { margin-left: 1.45rem; }
      #why-lines li { grid-template-columns: 1fr; }
    }
    @media (prefers-reduced-motion: no-preference) {
      .bubble.fresh { animation: rise .25s ease-out; }
      @keyframes rise { from { opacity: 0; transform: translateY(.5rem); } }
    }
    """
}
