// Comforts only: every journey works without this file (attributes: web/web.h).
(function () {
"use strict";
var doc = document, it = doc.documentElement.lang !== "en";
var words = it ? {
	kept: "Abbiamo conservato quello che stava scrivendo.",
	restore: "Riprendi da lì", forget: "Butta via", saved: "Bozza salvata", unsaved: "Non ancora salvato: quello che scrive è solo in questa pagina. Si riprova da sé.",
	sheet: "Tasti", close: "Chiudi", search: "cerca", rows: "riga dopo, riga prima",
	open: "apre la riga", help: "questo foglio", sending: "Caricamento di", stop: "Interrompi",
	stopped: "Il caricamento si è interrotto: nulla di questo file è stato conservato.",
	cut: "La linea è caduta. Prema di nuovo Invia: riprende da dove era arrivato."
} : {
	kept: "We kept what you were writing.",
	restore: "Go on from there", forget: "Throw it away", saved: "Draft saved", unsaved: "Not saved yet: what you write is only on this page. It will be tried again.",
	sheet: "Keys", close: "Close", search: "search", rows: "next row, row before",
	open: "opens the row", help: "this sheet", sending: "Uploading", stop: "Stop",
	stopped: "The upload was cut short: nothing of this file was kept.",
	cut: "The line was cut. Press Send again: it goes on from where it stood."
};
function all(what, within) { return Array.prototype.slice.call((within || doc).querySelectorAll(what)); }
function make(tag, attributes, text) {
	var e = doc.createElement(tag);
	for (var k in attributes) e.setAttribute(k, attributes[k]);
	if (text) e.textContent = text;
	return e;
}
function button(kind, text, does) {
	var b = make("button", { type: "button", class: "btn btn-sm btn-" + kind }, text);
	on(b, "click", does);
	return b;
}
function on(what, event, does, early) { what.addEventListener(event, does, early); }
function visible(e) { return e.getClientRects().length; }

// ---- rows: j k move, Enter opens
var row = null;
function go(step) {
	var list = all("[data-row]").filter(visible), i = list.indexOf(row);
	if (!list.length) return;
	if (row) row.classList.remove("here");
	row = list[Math.max(0, Math.min(list.length - 1, i < 0 ? 0 : i + step))];
	row.classList.add("here");
	var link = row.querySelector("a[data-open]") || row.querySelector("a, button");
	if (link) link.focus({ preventScroll: true });
	row.scrollIntoView({ block: "nearest" });
}
function openRow() {
	var link = row && row.isConnected && row.querySelector("a[data-open]");
	if (link) link.click();
	return !!link;
}

// ---- the sheet of keys
function sheet() {
	var old = doc.getElementById("key-sheet");
	if (old) { old.close(); return; }
	var box = make("dialog", { id: "key-sheet", "aria-labelledby": "key-title" });
	box.append(make("h2", { id: "key-title" }, words.sheet));
	var list = make("dl", {}), seen = {};
	function line(key, text) {
		if (!text || seen[key]) return;
		seen[key] = 1;
		var term = make("dt", {});
		term.append(make("kbd", {}, key));
		list.append(term, make("dd", {}, text));
	}
	if (doc.querySelector("[data-search]")) line("/", words.search);
	if (doc.querySelector("[data-row]")) { line("j k", words.rows); line("Enter", words.open); }
	all("[data-key]").filter(visible).forEach(e => {
		line(e.dataset.key, e.getAttribute("aria-label") || e.textContent.trim());
	});
	line("?", words.help);
	var close = button("outline-primary", words.close, () => { box.close(); });
	on(box, "close", () => { box.remove(); });
	box.append(list, close);
	doc.body.append(box);
	box.showModal();
}
on(doc, "keydown", e => {
	var at = e.target;
	if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || e.isComposing) return;
	if (at.closest("input, textarea, select, [contenteditable]")) {
		if (e.key === "Escape") at.blur();
		return;
	}
	if (doc.querySelector("dialog[open]") && e.key !== "?") return;
	if (e.key === "/") {
		var find = all("[data-search]").filter(visible).pop();
		if (!find) return;
		find.focus();
		find.select();
	} else if (e.key === "j") go(1);
	else if (e.key === "k") go(-1);
	else if (e.key === "Enter") {
		if (at !== doc.body || !openRow()) return;
	} else if (e.key === "?") sheet();
	else {
		var press = all("[data-key]").filter(x => { return x.dataset.key === e.key && visible(x); });
		var mine = press.filter(x => { return row && row.contains(x); })[0] || press[0];
		if (!mine) return;
		mine.click();
	}
	e.preventDefault();
});
on(doc, "focusin", e => {
	var r = e.target.closest && e.target.closest("[data-row]");
	if (r && r !== row) {
		if (row) row.classList.remove("here");
		row = r;
		r.classList.add("here");
	}
});

// ---- forms: sent once, filters sent when they change, nothing typed is lost
var changed = new Set();
on(doc, "submit", e => {
	var form = e.target;
	if (form.dataset.sent) { e.preventDefault(); return; }
	if (form.method === "post") {
		form.dataset.sent = "1";
		changed.clear();
		setTimeout(() => { // after the browser took the button's value
			all("button[type=submit], button:not([type])", form).forEach(b => { b.disabled = true; });
		});
		setTimeout(() => { settle(form); }, 8000);
	} else { // an address without what is empty
		all("input[name], select[name]", form).forEach(x => {
			if (!x.value && !x.disabled) { x.disabled = true; x.dataset.empty = "1"; }
		});
	}
});
function settle(form) {
	delete form.dataset.sent;
	all("button", form).forEach(b => { b.disabled = false; });
	all("[data-empty]", form).forEach(x => { x.disabled = false; delete x.dataset.empty; });
}
on(window, "pageshow", e => { if (e.persisted) all("form").forEach(settle); });
on(doc, "change", e => {
	var owner = e.target.closest("[data-submit]");
	if (owner) (owner.form || owner).requestSubmit();
});
function body(form) {
	var data = new URLSearchParams();
	new FormData(form).forEach((v, k) => {
		if (typeof v === "string" && k !== "csrf" && k.slice(0, 4) !== "pass") data.append(k, v);
	});
	return data.toString();
}
function keep(form, text) {
	var data = new URLSearchParams({
		csrf: (form.querySelector("[name=csrf]") || {}).value || "",
		chiave: form.dataset.autosave, testo: text
	});
	return fetch("/bozza", { method: "POST", body: data, keepalive: true });
}
function fill(form, text) {
	all("[type=checkbox], [type=radio]", form).forEach(x => { x.checked = false; });
	new URLSearchParams(text).forEach((v, k) => {
		all('[name="' + CSS.escape(k) + '"]', form).forEach(x => {
			if (x.type === "checkbox" || x.type === "radio") x.checked = x.checked || x.value === v;
			else if (x.type !== "hidden") x.value = v;
		});
	});
}
function offer(form, text) {
	var box = make("div", { class: "alert alert-info", role: "status" });
	box.append(make("p", {}, words.kept),
		button("primary", words.restore, () => { fill(form, text); changed.add(form); box.remove(); }), " ",
		button("outline-primary", words.forget, () => { keep(form, ""); box.remove(); }));
	form.prepend(box);
}
all("form[data-autosave]").forEach(form => {
	var first = body(form), timer = 0, said = make("p", { class: "small autosaved", "aria-live": "polite" });
	form.append(said);
	function later(ms) { clearTimeout(timer); timer = setTimeout(save, ms); }
	function failed() {
		if (!changed.has(form)) return;
		said.textContent = words.unsaved;
		later(10000);
	}
	function save() {
		var text = body(form);
		keep(form, text).then(r => {
			if (r.status !== 204) { failed(); return; }
			if (text !== body(form)) return;
			changed.delete(form);
			said.textContent = words.saved;
		}, failed);
	}
	on(form, "input", () => { changed.add(form); later(800); });
	on(form, "submit", () => { clearTimeout(timer); keep(form, ""); });
	fetch("/bozza?chiave=" + encodeURIComponent(form.dataset.autosave)).then(r => {
		return r.status === 200 ? r.text() : "";
	}).then(text => { if (text && text !== first && body(form) === first) offer(form, text); }, () => {});
});
on(window, "beforeunload", e => {
	if (changed.size) { e.preventDefault(); e.returnValue = "-"; }
});

// ---- files: one request for each, with a bar; the page of the last one is shown
function sendFile(form, action, file, bar, done) {
	var x = new XMLHttpRequest(), data = new FormData();
	data.append("file", file);
	x.open("POST", action);
	x.responseType = "document";
	on(x.upload, "progress", e => { if (e.lengthComputable) { bar.max = e.total; bar.value = e.loaded; } });
	on(x, "load", () => { done(x.response, x.status, x.responseURL); });
	on(x, "error", () => { done(null, 0, ""); });
	on(x, "abort", () => { done(null, 0, ""); });
	x.send(data);
	return x;
}
on(doc, "submit", e => {
	var form = e.target, input = form.querySelector("input[type=file]");
	if (!form.dataset.files || !input || !input.files.length) return;
	e.preventDefault();
	e.stopImmediatePropagation();
	var files = Array.prototype.slice.call(input.files), action = form.action, at = 0, now, wrongs = [];
	var box = make("div", { class: "run", role: "status" }), text = make("p", {}), bar = make("progress", { max: "1", value: "0" });
	box.append(text, bar, button("outline-primary", words.stop, () => { at = files.length; now.abort(); }));
	all("button", form).forEach(b => { b.disabled = true; });
	form.append(box);
	bar.setAttribute("aria-label", words.sending);
	function failed(page) {
		var said = page && page.querySelector("main");
		if (said) { doc.querySelector("main").replaceWith(doc.adoptNode(said)); window.scrollTo(0, 0); return; }
		box.replaceWith(make("p", { class: "wrong", role: "alert" }, words.stopped));
		settle(form);
	}
	(function next() {
		var file = files[at++];
		text.textContent = words.sending + " " + file.name + " (" + at + "/" + files.length + ")";
		bar.value = 0;
		now = sendFile(form, action, file, bar, (page, status, url) => {
			var more = page && page.querySelector("form[data-files]"), why = page && page.getElementById("problems");
			if (!more || (status !== 200 && !why)) return failed(page);
			if (why) wrongs.push(why);
			action = more.action;
			if (at < files.length) return next();
			if (!wrongs.length) { location.href = url; return; }
			if (why) wrongs.pop();
			wrongs.forEach(w => { page.querySelector("h1").after(w); });
			failed(page);
		});
	})();
}, true);

// ---- an exam: dropped on the form, its files sent in pieces that are never sent twice
all("[data-drop]").forEach(zone => {
	var input = zone.querySelector("input[type=file]");
	["dragover", "dragleave", "drop"].forEach(what => on(zone, what, e => {
		e.preventDefault();
		zone.classList.toggle("over", what === "dragover");
		if (what === "drop" && e.dataTransfer.files.length) input.files = e.dataTransfer.files;
	}));
});
function hex(bytes) { return Array.from(new Uint8Array(bytes), b => b.toString(16).padStart(2, "0")).join(""); }
function pause(ms) { return new Promise(done => { setTimeout(done, ms); }); }
function ask(action, body) {
	return fetch(action, { method: "POST", body: body, headers: body instanceof Blob ? { "Content-Type": "application/octet-stream" } : {} })
		.then(r => r.json().then(said => {
			if (r.ok) return said;
			throw r.status === 409 || r.status >= 500 || r.status === 429 ? new Error(words.cut) : { said: said.issue[0].details.text };
		}));
}
async function inPieces(form, file, bar) {
	var fields = new URLSearchParams({
		csrf: form.querySelector("[name=csrf]").value, nome: file.name, byte: file.size,
		sha256: hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()))
	});
	for (var tries = 0; ; tries++) {
		try {
			var at = await ask(form.dataset.pieces, fields);
			while (at.offset < at.length) {
				bar.max = at.length;
				bar.value = at.offset;
				at = await ask(at.action + "&offset=" + at.offset, file.slice(at.offset, at.offset + at.piece));
				tries = 0;
			}
			bar.value = bar.max = at.length;
			return at.upload;
		} catch (e) {
			if (e.said || tries === 5) throw e;
			await pause(500 << tries);
		}
	}
}
on(doc, "submit", e => {
	var form = e.target, input = form.querySelector("input[type=file]"), files = input && Array.from(input.files);
	if (!form.dataset.pieces || !files.length || !window.crypto || !crypto.subtle) return;
	e.preventDefault();
	e.stopImmediatePropagation();
	all(".run, .cut", form).forEach(x => { x.remove(); });
	function failed(why) {
		box.remove();
		var said = make("p", { class: "wrong cut", role: "alert" }, why);
		form.querySelector(".actions").before(said);
		settle(form);
	}
	var box = make("div", { class: "run", role: "status" }), text = make("p", {}), bar = make("progress", { max: "1", value: "0", "aria-label": words.sending });
	box.append(text, bar);
	form.querySelector(".actions").before(box);
	if (files.reduce((sum, f) => sum + f.size, 0) > Number(form.dataset.most)) { failed(form.dataset.large); return; }
	all("button", form).forEach(b => { b.disabled = true; });
	(async () => {
		for (var i = 0; i < files.length; i++) {
			text.textContent = words.sending + " " + files[i].name + " (" + (i + 1) + "/" + files.length + ")";
			var id = await inPieces(form, files[i], bar), old = doc.getElementById("carico-" + id);
			if (old) old.checked = true;
			else form.append(make("input", { type: "hidden", name: "carico", value: id }));
		}
		input.value = "";
		input.required = false;
		settle(form);
		form.requestSubmit();
	})().catch(x => { failed(x.said || words.cut); });
}, true);

// ---- parts that are fetched again
all("[data-poll][id]").forEach(function poll(part) {
	setTimeout(() => {
		if (!part.isConnected) return;
		if (doc.hidden || part.contains(doc.activeElement)) { poll(part); return; }
		fetch(location.href).then(r => {
			return r.ok && !r.redirected ? r.text() : null;
		}).then(text => {
			var fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
			if (fresh) { part.replaceWith(fresh); part = fresh; }
			if (!fresh || fresh.dataset.poll) poll(part);
		}, () => { poll(part); });
	}, Math.max(1, Number(part.dataset.poll) || 5) * 1000);
});

// ---- callipers on a tracing: 297 x 210 mm of paper, whatever its size here
function callipers(part) {
	var NS = "http://www.w3.org/2000/svg", data = part.dataset, zoom = 0, end = 1;
	var svg = doc.createElementNS(NS, "svg"), out = doc.createElement("output"), bar = doc.createElement("p"), ends = null;
	var line = () => svg.appendChild(doc.createElementNS(NS, "line")), lines = [line(), line(), line()];
	svg.setAttribute("viewBox", "0 0 297 210");
	svg.setAttribute("class", "callipers");
	svg.setAttribute("tabindex", "0");
	svg.setAttribute("role", "application");
	svg.setAttribute("aria-label", data.name + ". " + data.help);
	part.append(svg);
	bar.className = "small";
	out.textContent = data.help;
	[["−", data.smaller, -1], ["+", data.larger, 1]].forEach(b => {
		var button = doc.createElement("button");
		button.type = "button";
		button.className = "btn btn-outline-primary btn-sm";
		button.textContent = b[0];
		button.setAttribute("aria-label", b[1]);
		on(button, "click", () => {
			part.classList.remove("zoom-" + zoom);
			zoom = Math.min(3, Math.max(0, zoom + b[2]));
			part.classList.add("zoom-" + zoom);
		});
		bar.append(button, " ");
	});
	bar.append(out);
	part.after(bar);
	function draw() {
		svg.classList.toggle("set", !!ends);
		if (!ends) { out.textContent = data.help; return; }
		var a = ends[0], b = ends[1], s = Math.abs(b[0] - a[0]) / data.mmS;
		[[a[0], 30, a[0], 195], [b[0], 30, b[0], 195], [a[0], a[1], b[0], b[1]]].forEach((p, i) => {
			["x1", "y1", "x2", "y2"].forEach((k, j) => { lines[i].setAttribute(k, p[j]); });
		});
		out.textContent = Math.round(s * 1000) + " ms · " + ((a[1] - b[1]) / data.mmMv).toFixed(2).replace(".", doc.documentElement.lang === "it" ? "," : ".") + " mV" + (s > .15 ? " · " + Math.round(60 / s) + "/min" : "");
	}
	function at(e) {
		var r = svg.getBoundingClientRect();
		return [(e.clientX - r.left) / r.width * 297, (e.clientY - r.top) / r.height * 210];
	}
	on(svg, "pointerdown", e => {
		if (e.button) return;
		ends = [at(e), at(e)];
		end = 1;
		svg.setPointerCapture(e.pointerId);
		draw();
	});
	on(svg, "pointermove", e => {
		if (!svg.hasPointerCapture(e.pointerId)) return;
		ends[1] = at(e);
		draw();
	});
	on(svg, "keydown", e => {
		var step = e.shiftKey ? 5 : .5, move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[e.key];
		if (e.key === "Escape") ends = null;
		else if (e.key === " ") end = 1 - end;
		else if (!move) return;
		e.preventDefault();
		e.stopPropagation();
		if (move) {
			ends = ends || [[100, 100], [120, 100]];
			ends[end] = [Math.min(297, Math.max(0, ends[end][0] + move[0])), Math.min(210, Math.max(0, ends[end][1] + move[1]))];
		}
		draw();
	});
}
all(".tracing[data-mm-s]").forEach(callipers);

// ---- a form whose answer changes one part of the page, at once
all("form[data-part]").forEach(form => {
	var turn = 0;
	all("button", form).forEach(b => { b.hidden = true; });
	on(form, "change", () => {
		var mine = ++turn, url = form.action + "?" + new URLSearchParams(new FormData(form));
		fetch(url).then(r => { return r.ok && !r.redirected ? r.text() : ""; }).then(text => {
			var old = doc.getElementById(form.dataset.part), fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById(form.dataset.part);
			if (mine !== turn) return;
			if (!fresh) { form.requestSubmit(); return; }
			old.replaceWith(doc.adoptNode(fresh));
			all(".tracing[data-mm-s]", fresh).forEach(callipers);
			history.replaceState(null, "", url);
		}, () => { form.requestSubmit(); });
	});
});

// ---- small things
on(window, "load", () => { // two frames: what is on the screen is painted
	requestAnimationFrame(() => { requestAnimationFrame(() => { doc.documentElement.classList.add("painted"); }); });
});
all("[data-print]").forEach(b => {
	b.hidden = false;
	on(b, "click", () => { window.print(); });
});
on(doc, "click", e => { // a menu closes when one looks elsewhere
	all("details.me[open]").forEach(d => { if (!d.contains(e.target)) d.open = false; });
});
var wrong = doc.getElementById("problems");
if (wrong) wrong.focus();
})();
