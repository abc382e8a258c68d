// Sorting and filtering for who wants them; without this script the page says the same.
"use strict";
(function () {
	function make(name, properties, children) {
		var e = document.createElement(name);
		Object.assign(e, properties || {});
		(children || []).forEach(function (c) { e.append(c); });
		return e;
	}

	// Numbers by their plain text, everything else as people order words; what has no value comes last.
	function sort(table, column, descending) {
		var body = table.tBodies[0], sign = descending ? -1 : 1;
		function value(row) {
			var cell = row.cells[column];
			if (cell.dataset.v === undefined)
				return cell.textContent.trim();
			return cell.dataset.v === "" ? null : Number(cell.dataset.v);
		}
		var rows = Array.from(body.rows).map(function (row) { return { row: row, value: value(row) }; });
		rows.sort(function (a, b) {
			if (a.value === null || b.value === null)
				return (a.value === null) - (b.value === null);
			if (typeof a.value === "number")
				return sign * (a.value - b.value);
			return sign * a.value.localeCompare(b.value, undefined, { numeric: true });
		});
		rows.forEach(function (r) { body.append(r.row); });
	}

	function sortable(table) {
		Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
			var button = make("button", { type: "button", textContent: head.textContent });
			button.addEventListener("click", function () {
				var descending = head.getAttribute("aria-sort") !== "descending";
				Array.from(table.tHead.rows[0].cells).forEach(function (h) { h.removeAttribute("aria-sort"); });
				head.setAttribute("aria-sort", descending ? "descending" : "ascending");
				sort(table, column, descending);
			});
			head.replaceChildren(button);
		});
	}

	function choice(table, title, name, changed) {
		var values = new Set(Array.from(table.tBodies[0].rows).map(function (r) { return r.dataset[name] || ""; }));
		values.delete("");
		if (values.size < (name === "group" ? 1 : 2))
			return null;
		var select = make("select", { name: name }, [make("option", { value: "", textContent: "all" })]);
		Array.from(values).sort().forEach(function (v) {
			select.append(make("option", { value: v, textContent: v }));
		});
		select.addEventListener("change", changed);
		return make("label", {}, [title, select]);
	}

	function filterable(table) {
		var search = make("input", { type: "search", placeholder: "key, value, file …" });
		var count = make("output");
		var rows = Array.from(table.tBodies[0].rows), selects = [];
		function changed() {
			var words = search.value.toLowerCase().split(" ").filter(Boolean), shown = 0;
			rows.forEach(function (row) {
				var text = row.textContent.toLowerCase();
				row.hidden = !words.every(function (w) { return text.includes(w); })
					|| selects.some(function (s) { return s.value !== "" && (row.dataset[s.name] || "") !== s.value; });
				shown += row.hidden ? 0 : 1;
			});
			count.textContent = shown + " of " + rows.length + " shown";
		}
		search.addEventListener("input", changed);
		var tools = make("div", { className: "tools" }, [make("label", {}, ["Search", search])]);
		["Kind", "Side", "Company", "Channel", "Group"].forEach(function (title) {
			var label = choice(table, title, title.toLowerCase(), changed);
			if (label) {
				tools.append(label);
				selects.push(label.querySelector("select"));
			}
		});
		tools.append(count);
		table.before(tools);
		changed();
		return { selects: selects, changed: changed };
	}

	// A group's own list: one press instead of a search.
	function groups(filter) {
		var select = filter.selects.find(function (s) { return s.name === "group"; });
		if (!select)
			return;
		document.querySelectorAll("#groups tr[data-group]").forEach(function (row) {
			var button = make("button", { type: "button", className: "only", textContent: "Show only these" });
			button.addEventListener("click", function () {
				select.value = row.dataset.group;
				filter.changed();
				document.getElementById("discrepancies").scrollIntoView();
			});
			row.cells[0].append(button);
		});
	}

	document.querySelectorAll("table.list").forEach(sortable);
	var main = document.querySelector("table[data-tools]");
	if (main)
		groups(filterable(main));

	// Paper cannot be unfolded.
	var folded = [];
	addEventListener("beforeprint", function () {
		folded = Array.from(document.querySelectorAll("details:not([open])"));
		folded.forEach(function (d) { d.open = true; });
	});
	addEventListener("afterprint", function () { folded.forEach(function (d) { d.open = false; }); });
})();
