// Entry: read what the page says, fetch the words, start.

import { App } from "./app.js";
import { Screen } from "./screen.js";
import { allowSound } from "./sound.js";
import { nameTab } from "./tab.js";
import { loadTexts } from "./texts.js";

const root = document.getElementById("console");
const { site, siteName, agent, agentName, role, csrf, language, ws } = root.dataset;
const [texts, tab] = await Promise.all([loadTexts(language), nameTab()]);
const url = new URL(ws, location.href);
url.protocol = url.protocol.replace("http", "ws");

const app = new App({
  texts, csrf, tab,
  site: { id: site, name: siteName },
  agent: { id: agent, name: agentName, role },
  url: url.href,
});
new Screen(root, app, csrf);
allowSound();
app.connection.start();
