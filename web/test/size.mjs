// Fails when the built app weighs more than phones on a factory floor should load: gzip, bytes.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMITS = { app: 330_000, worker: 160_000 };

const assets = new URL("../dist/assets/", import.meta.url);
const size = { app: 0, worker: 0 };
for (const name of readdirSync(assets).filter((n) => n.endsWith(".js"))) {
  size[name.includes("worker") ? "worker" : "app"] += gzipSync(readFileSync(new URL(name, assets)), { level: 9 }).length;
}
for (const [part, bytes] of Object.entries(size)) {
  console.log(`${part}: ${bytes} of ${LIMITS[part]} bytes`);
  if (bytes === 0 || bytes > LIMITS[part]) process.exitCode = 1;
}
