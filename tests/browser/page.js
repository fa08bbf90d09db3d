// Runs in every document before anything else: what would be seen is told to the driver.
(() => {
    const tell = (kind, what) => window.tell(kind + " " + what);
    for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
        window[name] = (what) => tell("dialog", name + "(" + what + ")");
    }
    const schemes = ["http:", "https:", "mailto:", "tel:", "sms:"];

    // What a reader would set off by touching what is shown.
    window.touch = (root) => {
        for (const element of root.querySelectorAll("*")) {
            for (const { name } of [...element.attributes]) {
                if (name.toLowerCase().startsWith("on")) {
                    tell("handler", name);
                    element.dispatchEvent(new Event(name.slice(2).toLowerCase()));
                }
            }
            const inner = element.shadowRoot ?? (element.tagName === "TEMPLATE" ? element.content : null);
            if (inner) window.touch(inner);
            // SVG's addresses are objects.
            const href = element.href?.baseVal ?? element.href;
            if (typeof href === "string" && href !== "") {
                const scheme = element.protocol ?? new URL(href, document.baseURI).protocol;
                if (!schemes.includes(scheme)) {
                    tell("address", href);
                    element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
                }
            }
            if (element.tagName === "FORM" || element.form) tell("form", element.tagName);
        }
    };

    // Pieces as parts of one page, as a reader shows them, and again as they are when they were read and
    // written once. Scripts of a fragment made from a range run; those of innerHTML do not.
    window.fragments = async (pieces) => {
        for (const again of [false, true]) {
            const hosts = pieces.map((html) => {
                const host = document.body.appendChild(document.createElement("div"));
                const range = document.createRange();
                range.selectNodeContents(host);
                const fragment = range.createContextualFragment(html);
                host.append(fragment);
                if (again) host.innerHTML = host.innerHTML;
                return host;
            });
            await settled();
            hosts.forEach(touch);
            await settled();
            hosts.forEach((host) => host.remove());
        }
    };

    // Pieces as documents of their own, written into frames that stay.
    const frames = [];
    window.written = async (pieces) => {
        while (frames.length < pieces.length) frames.push(document.body.appendChild(document.createElement("iframe")));
        const documents = pieces.map((html, n) => {
            const inner = frames[n].contentDocument.open();
            inner.write(html);
            inner.close();
            return inner;
        });
        await settled();
        documents.forEach(touch);
        await settled();
    };

    // Documents that are served.
    window.served = async (addresses) => {
        const loads = addresses.map((address) => {
            const frame = document.createElement("iframe");
            frame.src = address;
            const load = new Promise((resolve) => (frame.onload = resolve));
            document.body.append(frame);
            return load.then(() => frame);
        });
        const loaded = await Promise.all(loads);
        await settled();
        // What went elsewhere is told of as a navigation.
        loaded.forEach((frame) => frame.contentDocument && touch(frame.contentDocument));
        await settled();
        loaded.forEach((frame) => frame.remove());
    };

    // Errors of pictures, animations, focus, timers and refreshes come in turns after the load.
    const settled = () => new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => setTimeout(resolve, 20)), 60));
})();
//# sourceURL=driver
