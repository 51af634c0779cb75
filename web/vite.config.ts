import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

/** Lays a .gz beside every asset that shrinks, for the server to hand out as it is. */
function compressed(): Plugin {
  return {
    name: "compressed",
    closeBundle() {
      const assets = new URL("./dist/assets/", import.meta.url);
      for (const name of readdirSync(assets).filter((n) => /\.(js|css|json)$/.test(n))) {
        writeFileSync(new URL(`${name}.gz`, assets), gzipSync(readFileSync(new URL(name, assets)), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), compressed()],
  worker: { format: "es" },
  build: { target: "esnext", chunkSizeWarningLimit: 1500, assetsInlineLimit: 0 },
  server: { proxy: { "/api": "http://127.0.0.1:8080" } },
});
