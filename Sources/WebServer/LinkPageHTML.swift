import Control

/// The page of a signed link: one heading, few words, large buttons; nothing from elsewhere.
enum LinkPageHTML {
  static func render(_ page: LinkPage, nonce: String) -> String {
    let paragraphs = page.text.map { "<p>\(HTMLText.escape($0))</p>" }.joined(separator: "\n")
    let buttons = page.actions.map { action in
      "<button name=\"action\" value=\"\(HTMLText.escape(action.name))\">"
        + "\(HTMLText.escape(action.label))</button>"
    }
    let form =
      buttons.isEmpty
      ? "" : "<form method=\"post\">\n\(buttons.joined(separator: "\n"))\n</form>"
    return """
      <!DOCTYPE html>
      <html lang="\(HTMLText.escape(page.locale))">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex, nofollow">
      <meta name="color-scheme" content="light dark">
      <title>\(HTMLText.escape(page.heading))</title>
      <style nonce="\(nonce)">\(style)</style>
      </head>
      <body>
      <main>
      <h1>\(HTMLText.escape(page.heading))</h1>
      \(paragraphs)
      \(form)
      </main>
      </body>
      </html>

      """
  }

  private static let style = """
    :root { --paper: #f6f4f0; --card: #fff; --ink: #23302c; --quiet: #55635e; --act: #2f6d5b; }
    @media (prefers-color-scheme: dark) {
      :root { --paper: #151a18; --card: #1f2624; --ink: #e6ebe8; --quiet: #a3b0ab; --act: #7cc4ac; }
    }
    * { box-sizing: border-box; }
    body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.25rem;
      background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
    main { width: 100%; max-width: 28rem; padding: 2rem 1.75rem; border-radius: 1rem;
      background: var(--card); box-shadow: 0 1px 2px #0002, 0 8px 32px #0001; }
    h1 { margin: 0 0 .75rem; font-size: 1.4rem; line-height: 1.25; }
    p { margin: 0 0 .75rem; color: var(--quiet); overflow-wrap: anywhere; }
    form { display: grid; gap: .75rem; margin-top: 1.5rem; }
    button { font: inherit; font-weight: 600; min-height: 3rem; padding: .6rem 1rem;
      border-radius: .75rem; border: 2px solid var(--act); background: transparent;
      color: var(--act); cursor: pointer; }
    button:first-child { background: var(--act); color: var(--card); }
    button:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
    """
}
