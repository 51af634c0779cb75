// Fails when the built app weighs more than phones on a factory floor should load: gzip, bytes.
import { readdirSync, statSync } from "node:fs";

const LIMITS = { app: 330 * 1024, worker: 160 * 1024 };

const assets = new URL("../dist/assets/", import.meta.url);
const size = { app: 0, worker: 0 };
for (const name of readdirSync(assets).filter((n) => n.endsWith(".js.gz"))) {
  size[name.includes("worker") ? "worker" : "app"] += statSync(new URL(name, assets)).size;
}
for (const [part, bytes] of Object.entries(size)) {
  console.log(`${part}: ${bytes} of ${LIMITS[part]} bytes`);
  if (bytes === 0 || bytes > LIMITS[part]) process.exitCode = 1;
}
