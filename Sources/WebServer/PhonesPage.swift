/// The page `/phones`: its data comes from `/phones/state.json`, its own parts from here.
enum PhonesPage {
  static func html(nonce: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Kith: pretend phones</title>
    <link rel="icon" href="data:,">
    <style nonce="\(nonce)">\(style)</style>
    </head>
    <body>
    <header class="top">
    <h1>Pretend phones</h1>
    <p>Nothing leaves this machine: what Kith would text appears here, and you answer for all.</p>
    </header>
    <p id="trouble" class="trouble" role="status" aria-live="polite" hidden></p>
    <section class="now" aria-labelledby="now-title">
    <h2 id="now-title">What is happening</h2>
    <ul id="strip"><li class="line"><span class="what">Waiting for Kith …</span></li></ul>
    </section>
    <main id="phones" aria-label="Phones"></main>
    <dialog id="why" aria-labelledby="why-title">
    <header>
    <h2 id="why-title">Why</h2>
    <button id="why-close" type="button">Close</button>
    </header>
    <p class="command"><code id="why-command"></code></p>
    <p id="why-summary"></p>
    <ol id="why-lines" aria-live="polite"></ol>
    </dialog>
    <noscript><p class="trouble">This page needs JavaScript to show what arrives.</p></noscript>
    <script nonce="\(nonce)">\(script)</script>
    </body>
    </html>

    """
  }
}
