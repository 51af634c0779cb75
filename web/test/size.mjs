// Fails when the built app weighs more than phones on a factory floor should load: gzip, bytes.
// "app" is what the page loads at once, the longer one of its two languages with it; what a view brings along later is
// counted apart.
import { readFileSync, readdirSync, statSync } from "node:fs";

const LIMITS = { app: 330_000, worker: 160_000, later: 200_000 };

const dist = new URL("../dist/", import.meta.url);
const page = readFileSync(new URL("index.html", dist), "utf8");
const size = { app: 0, worker: 0, later: 0 };
const languages = [];
for (const name of readdirSync(new URL("assets/", dist)).filter((n) => n.endsWith(".js.gz"))) {
  const bytes = statSync(new URL(`assets/${name}`, dist)).size;
  const part = name.includes("worker") ? "worker" : page.includes(name.slice(0, -3)) ? "app" : "later";
  if (/^(tr|en)-/.test(name)) languages.push(bytes);
  else size[part] += bytes;
}
size.app += Math.max(...languages);
for (const [part, bytes] of Object.entries(size)) {
  console.log(`${part}: ${bytes} of ${LIMITS[part]} bytes`);
  if (bytes > LIMITS[part] || (part !== "later" && bytes === 0)) process.exitCode = 1;
}
