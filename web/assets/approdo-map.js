/* The one script of the map. Python hands over data, never code; every text arrives escaped.
   approdo.base(map, options)   draws the basemap and the services that everybody may see
   approdo.answer(map, answer)  returns the layer of one search
   approdo.coverage(map, content)  returns the layer of one answer about who is not reached
   approdo.italy(map, options)  draws the municipalities of Italy
   approdo.chosen(map, content)    returns the layer of those that are chosen
   approdo.shades(map, content)    draws a region's municipalities by class, returns an empty layer          */
"use strict";
window.approdo = (function () {
  const P = window.protomapsL;
  const LIGHT = {
    ground: "#f4f0e8", residential: "#e9e1d3", commercial: "#efe3da", industrial: "#e8e2dc",
    forest: "#c9dab5", scrub: "#d6dfbd", grass: "#dce8c4", park: "#cfe3b8", nature: "#dbe7cc",
    farm: "#f0ead2", orchard: "#e2e6bd", wetland: "#cfe0d8", rock: "#e3ddd5", beach: "#f5e9c4",
    cemetery: "#d3ddc8", pitch: "#c5dfc4", campus: "#f0e7cf", hospital: "#f6e0dc",
    parking: "#ebe6de", square: "#f3ede3", water: "#a8cfe2", waterName: "#3a7591",
    building: "#dfd3c1", buildingLine: "#c6b69d", casing: "#cdbfa9", street: "#ffffff",
    service: "#fbf8f2", medium: "#fff6d6", major: "#fbdf97", majorCasing: "#d6a94c",
    motorway: "#f2b07f", motorwayCasing: "#c97f45", path: "#b98a63", steps: "#a8552f",
    rail: "#8b857c", edge: "#0b5d66", text: "#3b362e", halo: "#fbf8f2e8", place: "#23211d",
    mark: "#5a4a8a", house: "#8a7f6e", stop: "#2b6ca3", parkName: "#4d6b3a",
  };
  const DARK = Object.assign({}, LIGHT, {
    ground: "#22241f", residential: "#282a25", commercial: "#2d2a28", industrial: "#2a2a2a",
    forest: "#2a3a2a", scrub: "#2d382b", grass: "#2f3b2c", park: "#2d3f2d", nature: "#29352a",
    farm: "#2d2d24", orchard: "#30351f", wetland: "#26352f", rock: "#302f2c", beach: "#3c382a",
    cemetery: "#2a342b", pitch: "#2a3f31", campus: "#322f27", hospital: "#382b2b",
    parking: "#2d2d2a", square: "#31302b", water: "#1b3b4d", waterName: "#86b8d0",
    building: "#3a3830", buildingLine: "#4b483d", casing: "#1a1b18", street: "#55534a",
    service: "#46453d", medium: "#645d45", major: "#7d6a3a", majorCasing: "#1f1d14",
    motorway: "#8e5f3c", motorwayCasing: "#231a12", path: "#8f7154", steps: "#c78a67",
    rail: "#77736b", edge: "#67b8bd", text: "#d9d4c7", halo: "#1c1d1acc", place: "#f2eee2",
    mark: "#b8a9e6", house: "#8f8878", stop: "#7fb6e6", parkName: "#a3c38c",
  });
  const MOTORWAY = ["motorway"], MAJOR = ["major"], MEDIUM = ["medium"];
  const MINOR = ["minor", "pedestrian"], SERVICE = ["service"];
  const FAMILY = "'Noto Sans', 'Noto Sans Arabic', system-ui, sans-serif";

  function isDark() {
    return window.matchMedia("(prefers-color-scheme: dark)").matches && !window.matchMedia("print").matches;
  }

  function paintRules(c) {
    const area = (layer, fill, kinds, minzoom) => ({
      dataLayer: layer, minzoom: minzoom || 0,
      symbolizer: new P.PolygonSymbolizer({ fill: fill }),
      filter: (z, f) => kinds.includes(f.props.kind),
    });
    const land = ["residential", "commercial", "industrial", "farm", "nature", "campus", "hospital",
      "grass", "scrub", "orchard", "forest", "rock", "wetland", "park", "cemetery", "beach",
      "parking", "square", "pitch"];
    const rules = land.map((kind) => area("land", c[kind], [kind], kind === "parking" ? 15 : 0));
    rules.push({ dataLayer: "water", symbolizer: new P.PolygonSymbolizer({ fill: c.water }) });
    rules.push(line("waterways", c.water, [[11, 0.6], [14, 1.5], [17, 5], [19, 12]],
      (z, f) => f.props.kind !== "river" && !f.props.tunnel && z >= 12));
    rules.push(line("waterways", c.water, [[11, 1.5], [14, 4], [17, 14], [19, 30]],
      (z, f) => f.props.kind === "river" && !f.props.tunnel));
    // Tunnels lie under the houses: pale, dashed, never crossing a roof.
    const tunnel = (f) => f.props.tunnel || f.props.level < 0;
    rules.push(dashed("streets", c.casing, [[12, 0.8], [15, 2], [18, 6]], [4, 4],
      (z, f) => tunnel(f) && !["path", "steps", "service", "track"].includes(f.props.kind)));
    rules.push(dashed("streets", c.casing, [[15, 0.8], [18, 2]], [2, 4],
      (z, f) => tunnel(f) && ["path", "steps", "service"].includes(f.props.kind) && z >= 16));
    rules.push(dashed("rail", c.rail, [[12, 0.7], [18, 2]], [3, 5], (z, f) => f.props.tunnel === 1));
    rules.push({
      dataLayer: "buildings", minzoom: 13,
      symbolizer: new P.PolygonSymbolizer({
        fill: c.building, stroke: c.buildingLine, width: (z) => (z >= 15 ? 0.7 : 0),
      }),
    });
    const ground = (f) => !tunnel(f) && !f.props.bridge;
    const bridge = (f) => !tunnel(f) && f.props.bridge;
    rules.push(dashed("streets", c.path, [[13, 0.6], [16, 1.2], [19, 2.5]], [5, 3],
      (z, f) => f.props.kind === "track" && ground(f) && z >= 13));
    rules.push(dashed("streets", c.path, [[14, 0.7], [16, 1.3], [19, 3]], [3, 2.5],
      (z, f) => f.props.kind === "path" && !tunnel(f) && z >= 14));
    rules.push(line("streets", c.halo, [[15, 2], [17, 5], [19, 9]],
      (z, f) => f.props.kind === "steps" && !tunnel(f) && z >= 15));
    rules.push(dashed("streets", c.steps, [[15, 2], [17, 4.5], [19, 8]], [1.2, 1.6],
      (z, f) => f.props.kind === "steps" && !tunnel(f) && z >= 15));
    for (const on of [ground, bridge]) rules.push(...streets(c, on));
    rules.push(line("rail", c.rail, [[11, 0.8], [15, 2.2], [19, 5]], (z, f) => !f.props.tunnel));
    rules.push(dashed("rail", c.ground, [[13, 0.3], [15, 1.1], [19, 3]], [5, 5],
      (z, f) => !f.props.tunnel && z >= 13));
    rules.push({
      dataLayer: "edge",
      symbolizer: new P.LineSymbolizer({ color: c.edge, width: 1.6, opacity: 0.5, dash: [8, 5] }),
    });
    return rules;
  }

  function streets(c, on) {
    const classes = [
      [SERVICE, c.service, c.casing, [[14, 0.6], [16, 2.5], [18, 6], [19, 10]], 14],
      [MINOR, c.street, c.casing, [[12, 0.8], [13, 1.9], [14, 2.6], [16, 5.5], [18, 11], [19, 18]], 12],
      [MEDIUM, c.medium, c.casing, [[10, 0.7], [13, 2.8], [16, 7], [18, 13], [19, 21]], 10],
      [MAJOR, c.major, c.majorCasing, [[9, 0.8], [13, 2.6], [16, 8], [18, 14], [19, 23]], 9],
      [MOTORWAY, c.motorway, c.motorwayCasing, [[9, 1.2], [13, 3.2], [16, 9], [18, 15], [19, 24]], 9],
    ];
    const pick = (kinds, from) => (z, f) => z >= from && kinds.includes(f.props.kind) && on(f);
    const rules = [];
    for (const [kinds, , casing, widths, from] of classes)
      rules.push(line("streets", casing, widths.map(([z, w]) => [z, w + (z < 14 ? 0.8 : 1.6)]), pick(kinds, from)));
    for (const [kinds, fill, , widths, from] of classes)
      rules.push(line("streets", fill, widths, pick(kinds, from)));
    return rules;
  }

  function line(layer, color, widths, filter) {
    return {
      dataLayer: layer, filter: filter,
      symbolizer: new P.LineSymbolizer({
        color: color, width: P.exp(1.6, widths), lineCap: "round", lineJoin: "round",
      }),
    };
  }

  function dashed(layer, color, widths, dash, filter) {
    return {
      dataLayer: layer, filter: filter,
      symbolizer: new P.LineSymbolizer({
        color: color, width: P.exp(1.6, widths), dash: dash,
      }),
    };
  }

  function labelRules(c, language) {
    const names = ["name_" + language, "name"];
    const font = (size, weight) => ({ fontFamily: FAMILY, fontSize: size, fontWeight: weight || 400 });
    const text = (size, weight, fill) => Object.assign(
      { labelProps: names, fill: fill || c.text, stroke: c.halo, width: 3, maxLineChars: 16, lineHeight: 1.15 }, font(size, weight));
    const along = (kinds, from, size) => ({
      dataLayer: "street_names", minzoom: from,
      symbolizer: new P.LineLabelSymbolizer(text(size, 500)),
      filter: (z, f) => kinds.includes(f.props.kind),
    });
    const rules = [1, 2, 3, 4, 5, 6].map((rank) => ({
      dataLayer: "places", minzoom: [0, 0, 9, 12, 14, 14, 15][rank], maxzoom: [0, 15, 16, 18, 18, 18, 18][rank],
      symbolizer: new P.CenteredTextSymbolizer(text([0, 19, 17, 14, 13, 13, 12][rank], rank < 3 ? 700 : 600, rank < 4 ? c.place : c.text)),
      filter: (z, f) => f.props.rank === rank,
    }));
    rules.push(along(["motorway", "major"], 13, 13), along(["medium"], 14, 13),
      along(["minor", "pedestrian"], 15, 12.5), along(["service", "steps", "path"], 17, 12));
    rules.push({
      dataLayer: "area_names", minzoom: 13,
      symbolizer: new P.CenteredTextSymbolizer(Object.assign(text(13, 500, c.waterName), { fontStyle: "italic" })),
      filter: (z, f) => f.props.kind === "water" && (f.props.large || z >= 16),
    });
    rules.push({
      dataLayer: "waterways", minzoom: 13,
      symbolizer: new P.LineLabelSymbolizer(text(12.5, 500, c.waterName)),
      filter: (z, f) => f.props.kind === "river" || z >= 15,
    });
    const dot = (kind, from, fill) => ({
      dataLayer: "marks", minzoom: from,
      symbolizer: new P.GroupSymbolizer([
        new P.CircleSymbolizer({ radius: 3.5, fill: fill, stroke: c.halo, width: 1.5 }),
        new P.OffsetTextSymbolizer(Object.assign(text(12, 500, fill), { offsetY: 8, offsetX: 6 })),
      ]),
      filter: (z, f) => f.props.kind === kind,
    });
    rules.push(dot("station", 13, c.stop), dot("hospital", 14, c.mark), dot("townhall", 15, c.mark),
      dot("university", 15, c.mark), dot("library", 16, c.mark), dot("museum", 17, c.mark),
      dot("worship", 17, c.mark), dot("stop", 17, c.stop));
    rules.push({
      dataLayer: "area_names", minzoom: 14,
      symbolizer: new P.CenteredTextSymbolizer(Object.assign(text(12, 500, c.parkName), { fontStyle: "italic" })),
      filter: (z, f) => f.props.kind !== "water" && (f.props.large || z >= 16),
    });
    rules.push({
      dataLayer: "houses", minzoom: 18,
      symbolizer: new P.CenteredTextSymbolizer(Object.assign(
        { labelProps: ["number"], fill: c.house, stroke: c.halo, width: 2 }, font(11))),
    });
    return rules;
  }

  function drawBase(map, options) {
    const colours = isDark() ? DARK : LIGHT;
    const layer = P.leafletLayer({
      url: options.tiles_url, maxDataZoom: 15, noWrap: true, backgroundColor: colours.ground,
      paintRules: paintRules(colours), labelRules: labelRules(colours, options.language),
      lang: options.language, attribution: "",
    });
    return keepTiles(layer).addTo(map);
  }

  // The library drops a tile when another zoom is asked for meanwhile, and never draws it again
  // when the map comes back to the first: let each tile remember its own zoom, and its data come.
  function keepTiles(layer) {
    for (const view of layer.views.values()) view.tileCache.source.shouldCancelZooms = false;
    const render = layer.renderTile;
    layer.renderTile = (coords, ...rest) => render.call(
      Object.create(layer, { lastRequestedZ: { value: coords.z, writable: true } }), coords, ...rest);
    return layer;
  }

  // A drawn mark has no text of its own: this is what a screen reader calls it.
  function call(marker, escaped) {
    const plain = new DOMParser().parseFromString(escaped, "text/html").documentElement.textContent;
    marker.on("add", () => marker._icon.setAttribute("aria-label", plain));
    return marker;
  }

  function pin(theme, demonstration) {
    const style = "--pin:" + (isDark() ? theme.dark : theme.light) + ";--sign:url(" + theme.pictogram + ")";
    return L.divIcon({
      className: "", iconSize: [26, 26],
      html: '<span class="ap-pin' + (demonstration ? " ap-demo" : "") + '" style="' + style + '"><i></i></span>',
    });
  }

  // A cluster shows how much of each theme it holds: a ring in the themes' colours.
  function cluster(options, group) {
    const counts = {};
    for (const marker of group.getAllChildMarkers()) {
      const theme = marker.options.theme;
      counts[theme] = (counts[theme] || 0) + 1;
    }
    const total = group.getChildCount();
    let from = 0;
    const parts = Object.keys(options.themes).filter((id) => counts[id]).map((id) => {
      const colour = isDark() ? options.themes[id].dark : options.themes[id].light;
      const start = from;
      from += counts[id] / total * 360;
      return colour + " " + start.toFixed(1) + "deg " + from.toFixed(1) + "deg";
    });
    return L.divIcon({
      className: "", iconSize: [40, 40],
      html: '<span class="ap-group" style="background:conic-gradient(' + parts.join(",") + ')"><b>' + total + "</b></span>",
    });
  }

  async function drawServices(map, options) {
    const answer = await fetch(options.services_url);
    if (!answer.ok) return;
    const group = L.markerClusterGroup({
      maxClusterRadius: 38, showCoverageOnHover: false, disableClusteringAtZoom: 17,
      spiderfyOnMaxZoom: false, chunkedLoading: true,
      iconCreateFunction: (children) => cluster(options, children),
    });
    map.on("layeradd", ({ layer }) => {
      if (layer instanceof L.MarkerCluster) layer._icon.setAttribute("aria-label", options.texts.group + " " + layer.getChildCount());
    });
    const markers = {};
    for (const service of (await answer.json()).services) {
      const theme = options.themes[service.theme];
      const about = [service.name, theme.label].concat(service.demonstration ? [options.texts.demonstration] : []);
      const marker = call(L.marker([service.lat, service.lon], {
        icon: pin(theme, service.demonstration), theme: service.theme,
      }), about.join(" – "));
      opensCard(map, marker, service.id, service.name);
      (markers[service.theme] = markers[service.theme] || []).push(marker);
      map.approdo.invented = map.approdo.invented || service.demonstration;
    }
    Object.assign(map.approdo, { services: group.addTo(map), markers: markers });
    layerChips(map, options);
  }

  // Every theme is a chip that says how many it holds; a press shows or hides it.
  function layerChips(map, options) {
    const { services, markers, chips } = map.approdo;
    const order = (id) => options.themes[id].order;
    const there = Object.keys(markers).sort((a, b) => order(a) - order(b));
    const shown = new Set();
    const buttons = {};
    const show = (id, wanted) => {
      if (wanted === shown.has(id)) return;
      if (wanted) { shown.add(id); services.addLayers(markers[id]); } else { shown.delete(id); services.removeLayers(markers[id]); }
      buttons[id].setAttribute("aria-pressed", wanted);
      all.setAttribute("aria-pressed", there.every((one) => shown.has(one)));
    };
    const total = there.reduce((sum, id) => sum + markers[id].length, 0);
    const all = chip(chips, options.texts.all_services, total, false, () => {
      const wanted = all.getAttribute("aria-pressed") !== "true";
      there.forEach((id) => show(id, wanted));
    });
    for (const id of there) {
      const sign = pin(options.themes[id], false).options.html;
      buttons[id] = chip(chips, sign + "<span>" + options.themes[id].label + "</span>", markers[id].length, false,
        () => show(id, !shown.has(id)));
    }
    if (options.people_url) peopleChip(map, options);
    if (map.approdo.invented) L.DomUtil.create("span", "ap-layer ap-layer--key", chips).innerHTML =
      pin(options.themes[there[0]], true).options.html + "<span>" + options.texts.demonstration + "</span>";
    if (options.services_shown) there.forEach((id) => show(id, true));
    chips.hidden = false;
  }

  function chip(chips, label, count, pressed, act) {
    const button = L.DomUtil.create("button", "ap-layer", chips);
    button.type = "button";
    button.innerHTML = label + (count === null ? "" : " <b>" + count.toLocaleString(document.documentElement.lang) + "</b>");
    button.setAttribute("aria-pressed", pressed);
    button.addEventListener("click", act);
    return button;
  }

  function peopleChip(map, options) {
    const node = L.DomUtil.create("div", "ap-legend ap-people-legend");
    node.dir = options.direction;
    node.innerHTML = "<b>" + options.texts.people + "</b>" + swatches(options.people_classes, PEOPLE);
    const legend = L.control({ position: options.direction === "rtl" ? "bottomright" : "bottomleft" });
    legend.onAdd = () => node;
    const button = chip(map.approdo.chips, "<span>" + options.texts.people + "</span>", null, false, () => {
      const wanted = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", wanted);
      showPeople(map, options, wanted);
      if (wanted) legend.addTo(map); else legend.remove();
    });
  }

  function addChips(map, options) {
    const chips = L.DomUtil.create("div", "ap-layers", map.getContainer());
    chips.dir = options.direction;
    chips.setAttribute("role", "group");
    chips.setAttribute("aria-label", options.texts.legend);
    chips.hidden = true;
    L.DomEvent.disableClickPropagation(chips);
    L.DomEvent.disableScrollPropagation(chips);
    map.approdo.chips = chips;
  }

  // The page hears of a service through the component's own channel: a mark that nobody sees, there
  // from the start, as the component listens to those.
  function addVoice(map) {
    map.approdo.voice = L.marker(map.getCenter(), {
      interactive: false, opacity: 0, keyboard: false, icon: L.divIcon({ className: "", iconSize: [0, 0] }),
    }).bindTooltip("-", { opacity: 0 }).addTo(map);
  }

  function send(map, text) {
    const { voice } = map.approdo;
    map.approdo.sent = (map.approdo.sent || 0) + 1;
    voice.setTooltipContent(text + "#" + map.approdo.sent);
    voice.fire("click", { latlng: voice.getLatLng() });
    voice.closeTooltip();
  }

  // One card for every mark: its name at once, and what the page says of it as soon as it is there.
  function opensCard(map, marker, id, name, { group, note } = {}) {
    const open = () => {
      Object.assign(map.approdo, { open: id, note: note ? "<p class='ap-sheet__note'>" + note + "</p>" : "" });
      // The page has said of this one already, and says nothing twice.
      if (map.approdo.card && map.approdo.card.id === id) return takeCard(map, map.approdo.card);
      showCard(map, '<p class="ap-sheet__name">' + name + "</p><p role='status'>" + map.approdo.texts.loading + "</p>");
      send(map, "card:" + id);
    };
    (map.approdo.marks[id] = map.approdo.marks[id] || []).push(marker);
    // What an answer drew is gone with it; the services of the base only hide in their clusters.
    if (group) group.on("remove", () => { map.approdo.marks[id] = map.approdo.marks[id].filter((one) => one !== marker); });
    marker.on("click", open);
    marker.on("keypress", (event) => { if (event.originalEvent.key === "Enter") open(); });
  }

  function addSheet(map, options) {
    const sheet = L.DomUtil.create("aside", "ap-sheet", map.getContainer());
    sheet.dir = options.direction;
    sheet.hidden = true;
    sheet.tabIndex = -1;
    sheet.setAttribute("role", "dialog");
    sheet.setAttribute("aria-label", options.texts.card);
    L.DomEvent.disableClickPropagation(sheet);
    L.DomEvent.disableScrollPropagation(sheet);
    sheet.addEventListener("keydown", (event) => { if (event.key === "Escape") closeCard(map); });
    map.approdo.sheet = sheet;
  }

  function showCard(map, html) {
    const { sheet, texts } = map.approdo;
    const fresh = sheet.hidden;
    sheet.innerHTML = '<button type="button" class="ap-sheet__close" aria-label="' + texts.close + '">×</button>' + html;
    sheet.querySelector(".ap-sheet__close").addEventListener("click", () => closeCard(map));
    sheet.hidden = false;
    if (fresh) sheet.focus({ preventScroll: true });
  }

  function closeCard(map) {
    const { sheet, marks, open } = map.approdo;
    sheet.hidden = true;
    map.approdo.open = null;
    // An answer is drawn anew with every run: the reader goes back to the mark that stands there now.
    const shown = (marks[open] || []).filter((marker) => marker._icon).pop();
    if (shown) shown._icon.focus({ preventScroll: true });
  }

  // The page answers with the card that was asked for; one that was closed meanwhile stays closed.
  function takeCard(map, card) {
    map.approdo.card = card;
    if (!card || map.approdo.open !== card.id) return;
    const way = card.way ? '<button type="button" class="ap-sheet__way">' + card.way + "</button>" : "";
    showCard(map, card.html + map.approdo.note + way);
    const button = map.approdo.sheet.querySelector(".ap-sheet__way");
    if (button) button.addEventListener("click", () => { send(map, "way:" + card.id); closeCard(map); });
  }

  // A folded box in the corner where reading begins, away from the credits at the bottom.
  function box(map, options, html) {
    const control = L.control({ position: options.direction === "rtl" ? "topright" : "topleft" });
    control.onAdd = () => {
      const details = L.DomUtil.create("details", "ap-legend");
      details.dir = options.direction;
      details.innerHTML = html;
      L.DomEvent.disableClickPropagation(details);
      return details;
    };
    return control.addTo(map).getContainer();
  }

  // Where people live, pale to deep in one hue, under everything else.
  const PEOPLE = ["#fbe3c8", "#f5bd8c", "#e58d55", "#bf5b2b", "#7d3413"];

  async function showPeople(map, options, wanted) {
    if (!map.approdo.people) {
      const answer = await fetch(options.people_url);
      if (!answer.ok) return;
      const content = await answer.json();
      // Multiplied with what lies under it: streets and names stay readable.
      map.createPane("people").style.mixBlendMode = isDark() ? "screen" : "multiply";
      map.getPane("people").style.zIndex = 350;
      const renderer = L.canvas({ padding: 0.3, pane: "people" });
      map.approdo.people = L.layerGroup(content.cells.map(([west, south, people, number]) =>
        L.rectangle([[south, west], [south + content.height, west + content.width]], {
          renderer: renderer, interactive: false, stroke: false, fillColor: PEOPLE[number], fillOpacity: 0.58,
        })));
    }
    if (wanted) map.addLayer(map.approdo.people); else map.removeLayer(map.approdo.people);
  }

  function swatches(classes, colours) {
    return "<ul>" + classes.map((label, number) =>
      "<li><span class='ap-swatch' style='background:" + colours[number] + "'></span>" + label + "</li>").join("") + "</ul>";
  }

  // The page gives the frame its height after the map is made.
  function frame(map, options) {
    document.documentElement.lang = options.language;
    // The frame itself stays left to right: a canvas would draw its labels from the wrong end.
    map.getPane("popupPane").dir = options.direction;
    new ResizeObserver(() => {
      // Whoever enlarges what they read may enlarge the map too: folium's page forbids it.
      for (const meta of document.querySelectorAll('meta[name="viewport"]')) meta.content = "width=device-width, initial-scale=1";
      map.invalidateSize({ animate: false });
      if (map.approdo.bounds) fit(map, map.approdo.bounds);
    }).observe(map.getContainer());
    map.on("mousedown touchstart wheel", () => { map.approdo.bounds = null; });
  }

  function controls(map, options, credit) {
    const side = options.direction === "rtl" ? "left" : "right";
    L.control.zoom({
      position: "top" + side, zoomInTitle: options.texts.zoom_in, zoomOutTitle: options.texts.zoom_out,
    }).addTo(map);
    const credits = L.control.attribution({ position: "bottom" + side, prefix: false });
    credits.addAttribution(credit).addTo(map);
    credits.getContainer().dir = options.direction;
  }

  function base(map, options) {
    map.approdo = { people: null, services: null, bounds: null, open: null, card: null, marks: {}, texts: options.texts };
    frame(map, options);
    const [west, south, east, north] = options.bounds;
    map.setMaxBounds([[south - 0.08, west - 0.08], [north + 0.08, east + 0.08]]);
    let basemap = drawBase(map, options);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      map.removeLayer(basemap);
      basemap = drawBase(map, options);
    });
    controls(map, options, '<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener noreferrer">'
      + options.texts.attribution + "</a>" + (options.texts.data_of ? " – " + options.texts.data_of : ""));
    addChips(map, options);
    addSheet(map, options);
    addVoice(map);
    drawServices(map, options);
  }

  // Marks at one place stand beside each other, so that no number hides another.
  function spread(map, marks) {
    const taken = [];
    const steps = [[0, 0], [26, 0], [-26, 0], [0, -34], [26, -34], [-26, -34], [52, 0], [-52, 0]];
    for (const mark of marks) {
      const at = map.latLngToLayerPoint(mark.getLatLng());
      const free = steps.find(([x, y]) => taken.every((t) => Math.hypot(at.x + x - t.x, at.y + y - t.y) > 25));
      const [x, y] = free || [0, 0];
      taken.push({ x: at.x + x, y: at.y + y });
      mark.options.icon.options.iconAnchor = [18 - x, 42 - y];
      if (mark._icon) mark.setIcon(mark.options.icon);
    }
  }

  function fit(map, bounds, most) {
    map.approdo.bounds = bounds;
    map.fitBounds(bounds, { padding: [50, 50], maxZoom: most || 17, animate: false });
  }

  function answer(map, content) {
    const group = L.featureGroup();
    takeCard(map, content.card);
    const dashes = { 5: null, 10: "10 5", 15: "5 5", 30: "2 6" };
    content.bands.forEach(([minutes, label, shape]) => {
      const band = L.geoJSON(shape, {
        interactive: false, style: { stroke: false, fillColor: "#0b5d66", fillOpacity: 0.07 },
      }).addTo(group);
      // Only the outer edge is drawn: yards that no street of the walk reaches show as they are.
      const parts = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
      L.polyline(parts.map(([ring]) => ring.map(([lon, lat]) => [lat, lon])), {
        interactive: false, color: "#0b5d66", weight: 2, dashArray: dashes[minutes],
      }).addTo(group);
      const bounds = band.getBounds();
      if (bounds.isValid()) L.marker([bounds.getNorth(), bounds.getCenter().lng], {
        interactive: false, keyboard: false, icon: L.divIcon({ className: "ap-band", html: label, iconSize: null }),
      }).addTo(group);
    });
    if (content.way.length > 1) {
      const points = content.way.map(([lon, lat]) => [lat, lon]);
      L.polyline(points, { color: "#fffdf8", weight: 9, interactive: false }).addTo(group);
      L.polyline(points, { color: "#0b5d66", weight: 5, interactive: false }).addTo(group);
    }
    const marks = content.marks.map((mark) => {
      const marker = call(L.marker([mark.lat, mark.lon], {
        zIndexOffset: mark.chosen ? 3000 : 2000 - mark.number,
        icon: L.divIcon({
          className: "", iconSize: [36, 36], iconAnchor: [18, 42],
          html: '<span class="ap-mark ap-' + mark.state + (mark.chosen ? " ap-chosen" : "") + (mark.demonstration ? " ap-invented" : "") + '"><b>' + (mark.number || "★") + "</b></span>",
        }),
      }), (mark.number ? mark.number + ". " : "") + mark.label).addTo(group);
      opensCard(map, marker, mark.id, mark.label, { group: group });
      return marker;
    });
    spread(map, marks);
    map.off("zoomend", map.approdo.respread);
    map.approdo.respread = () => spread(map, marks);
    map.on("zoomend", map.approdo.respread);
    if (content.origin) L.marker([content.origin[1], content.origin[0]], {
      interactive: false, keyboard: false, zIndexOffset: 2500,
      icon: L.divIcon({ className: "", iconSize: [22, 22], html: '<span class="ap-origin"></span>' }),
    }).addTo(group);
    if (content.fit) {
      const shown = L.featureGroup(group.getLayers().filter((layer) => layer instanceof L.Marker || layer instanceof L.Polyline));
      if (shown.getLayers().length) fit(map, shown.getBounds());
    }
    return group;
  }

  // Who has nothing: filled squares, deeper for more people. Who has perhaps something: hollow ones.
  const MISSING = ["#f2c98a", "#e0894a", "#b8501f", "#7a2a0d"];
  const DOUBT = "#55407a";

  function squares(map, content, rows, style, label) {
    return rows.map((row) => {
      const [west, south, people, number, step] = row;
      return L.rectangle([[south, west], [south + content.height, west + content.width]], style(number))
        .bindTooltip(() => "<b>" + Math.round(people).toLocaleString(document.documentElement.lang) + "</b> "
          + content.texts.people + "<br>" + label(step), { sticky: true });
    });
  }

  function gapLegend(map, content) {
    const classes = content.breaks.map((limit) => "\u2264 " + limit).concat(
      content.breaks.length ? ["> " + content.breaks[content.breaks.length - 1]] : []);
    const filled = "<b>" + content.texts.missing + "</b>" + swatches(classes, MISSING);
    const hollow = content.doubtful.length
      ? "<ul><li><span class='ap-swatch ap-swatch--doubt'></span>" + content.texts.doubtful + "</li></ul>" : "";
    const services = "<ul><li><span class='ap-service'></span>" + content.texts.passes + "</li>"
      + "<li><span class='ap-service ap-service--fails'></span>" + content.texts.fails + "</li></ul>";
    if (map.approdo.gapLegend) map.approdo.gapLegend.remove();
    map.approdo.gapLegend = L.control({ position: document.documentElement.lang === "ar" ? "bottomright" : "bottomleft" });
    map.approdo.gapLegend.onAdd = () => {
      const node = L.DomUtil.create("details", "ap-legend ap-gap-legend");
      node.open = map.getSize().x > 600;
      node.dir = document.documentElement.lang === "ar" ? "rtl" : "ltr";
      node.innerHTML = "<summary>" + content.texts.legend + "</summary>" + (content.missing.length ? filled : "") + hollow + services;
      L.DomEvent.disableClickPropagation(node);
      return node;
    };
    map.approdo.gapLegend.addTo(map);
  }

  function coverage(map, content) {
    const group = L.featureGroup();
    takeCard(map, content.card);
    if (!map.getPane("coverage")) {
      map.createPane("coverage").style.mixBlendMode = isDark() ? "normal" : "multiply";
      map.getPane("coverage").style.zIndex = 350;
    }
    const renderer = L.canvas({ padding: 0.3, pane: "coverage" });
    squares(map, content, content.doubtful, () => ({
      renderer: renderer, pane: "coverage", color: DOUBT, weight: 1, opacity: 0.75, fillColor: DOUBT, fillOpacity: 0.08,
    }), () => content.texts.doubtful).forEach((one) => one.addTo(group));
    squares(map, content, content.missing, (number) => ({
      renderer: renderer, pane: "coverage", stroke: false, fillColor: MISSING[number], fillOpacity: 0.75,
    }), (step) => content.texts.steps[step]).forEach((one) => one.addTo(group));
    for (const service of content.services) {
      const meaning = service.passes ? content.texts.passes : content.texts.fails;
      const marker = call(L.marker([service.lat, service.lon], {
        zIndexOffset: service.passes ? 1000 : 0,
        icon: L.divIcon({ className: "", iconSize: [22, 22], html: "<span class='ap-service"
          + (service.passes ? "" : " ap-service--fails") + (service.demonstration ? " ap-demo" : "") + "'></span>" }),
      }), service.label + " – " + meaning).addTo(group);
      opensCard(map, marker, service.id, service.label, { group: group, note: meaning });
    }
    if (content.new_site) call(L.marker([content.new_site[1], content.new_site[0]], {
      zIndexOffset: 3000,
      icon: L.divIcon({ className: "", iconSize: [34, 34], html: "<span class='ap-new-site'>+</span>" }),
    }), content.new_site[2]).bindPopup("<strong>" + content.new_site[2] + "</strong>").addTo(group);
    const look = content.focus.length || map.approdo.opened_on_coverage ? content.focus : content.bounds;
    map.approdo.opened_on_coverage = true;
    if (look.length) {
      const [west, south, east, north] = look;
      fit(map, [[south, west], [north, east]], 16);
    }
    gapLegend(map, content);
    return group;
  }

  // The picker: Italy by density, one hue from pale to deep; classes as in the legend.
  const DENSITY = ["#f3eee0", "#dfe3cf", "#bcd1c4", "#86afb0", "#4f8492"];
  const DENSITY_DARK = ["#24282a", "#2c383b", "#35505a", "#45707d", "#6fa3ae"];

  function italyRules(dark) {
    const colours = dark ? DENSITY_DARK : DENSITY;
    const edge = dark ? "#11151a" : "#ffffff", region = dark ? "#cfd6d8" : "#5a5f57";
    return [
      ...colours.map((fill, density) => ({
        dataLayer: "municipalities", symbolizer: new P.PolygonSymbolizer({ fill: fill }),
        filter: (z, f) => f.props.density === density,
      })),
      { dataLayer: "municipalities", minzoom: 7,
        symbolizer: new P.PolygonSymbolizer({ fill: "#0000", stroke: edge, width: (z) => (z > 9 ? 1.4 : 0.6) }) },
      { dataLayer: "regions",
        symbolizer: new P.PolygonSymbolizer({ fill: "#0000", stroke: region, width: (z) => (z > 7 ? 1.6 : 0.9) }) },
    ];
  }

  function italyLabels(dark) {
    const fill = dark ? "#f2eee2" : "#23211d", halo = dark ? "#15191ee0" : "#fffdf8e0";
    return [0, 1, 2, 3, 4].map((rank) => ({
      dataLayer: "names", minzoom: [5, 7, 8, 9, 11][rank], maxzoom: [6, 20, 20, 20, 20][rank],
      symbolizer: new P.CenteredTextSymbolizer({
        labelProps: ["name"], fill: fill, stroke: halo, width: 3, fontFamily: FAMILY, maxLineChars: 14,
        lineHeight: 1.15, fontSize: [13, 15, 14, 13, 12][rank], fontWeight: rank === 1 ? 700 : 500,
      }),
      filter: (z, f) => f.props.rank === rank,
    }));
  }

  function italyLayer(url, rules, dark) {
    return keepTiles(P.leafletLayer({
      url: url, maxDataZoom: 9, noWrap: true, backgroundColor: dark ? "#1b3b4d" : "#d9e8ee",
      paintRules: rules, labelRules: italyLabels(dark), attribution: "",
    }));
  }

  function italy(map, options) {
    frame(map, options);
    map.approdo = { bounds: null };
    map.setMaxBounds([[33, 2], [50, 23]]);
    controls(map, options, options.texts.attribution);
    if (!options.classes.length) return;  // the ground is drawn with what is shown on it
    const dark = isDark(), colours = dark ? DENSITY_DARK : DENSITY;
    italyLayer(options.tiles_url, italyRules(dark), dark).addTo(map);
    box(map, options, "<summary>" + options.texts.legend + "</summary>" + swatches(options.classes, colours));
  }

  function chosen(map, content) {
    const group = L.featureGroup();
    for (const [shape, name] of content.shapes)
      L.geoJSON(shape, { style: { color: isDark() ? "#f0b429" : "#8a461e", weight: 3, fillColor: "#f0b429", fillOpacity: 0.35 } })
        .bindTooltip(name, { direction: "center" }).addTo(group);
    if (content.fit && content.shapes.length) fit(map, group.getBounds(), 11);
    return group;
  }

  // The regional view: municipalities by class over the picker's ground, deeper for more.
  const SHADES = ["#f6ead0", "#eec98d", "#df9a52", "#bd5f2b", "#7f2f14"];
  const SHADES_DARK = ["#3a3226", "#64492a", "#96622f", "#c98443", "#f3b873"];

  // The deepest shade is that of the highest class; where all are alike, nothing stands out.
  const firstShade = (content) => content.labels.length > 1 ? SHADES.length - content.labels.length : 0;

  function shadeRules(content, dark) {
    const colours = dark ? SHADES_DARK : SHADES;
    const unknown = dark ? "#23282c" : "#ece9e1", edge = dark ? "#11151a" : "#ffffff";
    const first = firstShade(content);
    const of = (f) => content.classes[f.props.istat];
    return [
      { dataLayer: "regions", symbolizer: new P.PolygonSymbolizer({ fill: dark ? DENSITY_DARK[0] : DENSITY[0] }) },
      { dataLayer: "municipalities", symbolizer: new P.PolygonSymbolizer({ fill: unknown }), filter: (z, f) => of(f) === -1 },
      ...content.labels.map((label, number) => ({
        dataLayer: "municipalities", symbolizer: new P.PolygonSymbolizer({ fill: colours[first + number] }),
        filter: (z, f) => of(f) === number,
      })),
      { dataLayer: "municipalities", filter: (z, f) => of(f) !== undefined,
        symbolizer: new P.PolygonSymbolizer({ fill: "#0000", stroke: edge, width: (z) => (z > 9 ? 1.4 : 0.5) }) },
      { dataLayer: "regions",
        symbolizer: new P.PolygonSymbolizer({ fill: "#0000", stroke: dark ? "#cfd6d8" : "#5a5f57", width: 1.6 }) },
    ];
  }

  function shadeLegend(map, content, dark) {
    const colours = dark ? SHADES_DARK : SHADES;
    if (map.approdo.shadeLegend) map.approdo.shadeLegend.remove();
    map.approdo.shadeLegend = L.control({ position: content.direction === "rtl" ? "bottomright" : "bottomleft" });
    map.approdo.shadeLegend.onAdd = () => {
      const node = L.DomUtil.create("details", "ap-legend ap-gap-legend");
      node.open = map.getSize().x > 600;
      node.dir = content.direction;
      const labels = content.labels.concat([content.unknown]);
      const filled = colours.slice(firstShade(content)).slice(0, content.labels.length).concat([dark ? "#23282c" : "#ece9e1"]);
      node.innerHTML = "<summary>" + content.title + "</summary>" + swatches(labels, filled);
      L.DomEvent.disableClickPropagation(node);
      return node;
    };
    map.approdo.shadeLegend.addTo(map);
  }

  // One layer for as long as the map stands: another answer paints its tiles anew and reads none.
  function shades(map, content) {
    const dark = isDark(), rules = shadeRules(content, dark), key = content.bounds.join();
    shadeLegend(map, content, dark);
    if (map.approdo.shaded !== key) {
      map.approdo.shaded = key;
      const [west, south, east, north] = content.bounds;
      fit(map, [[south, west], [north, east]], 12);
    }
    if (map.approdo.shades) {
      map.approdo.shades.paintRules = rules;
      map.approdo.shades.rerenderTiles();
    } else {
      map.approdo.shades = italyLayer(content.tiles_url, rules, dark).addTo(map);
    }
    return L.featureGroup();
  }

  return { base: base, answer: answer, coverage: coverage, italy: italy, chosen: chosen, shades: shades };
})();
