// Bundles src/site.ts and src/editor/index.ts into api/static/build/, with a manifest of what they are called there.
// The names carry a hash of the content, so that browsers may keep the files for ever.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const output = join(here, "..", "api", "static", "build");

const result = await build({
  absWorkingDir: here,
  entryPoints: { site: "src/site.ts", editor: "src/editor/index.ts" },
  outdir: output,
  entryNames: "[name]-[hash]",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "linked",
  metafile: true,
  write: false,
});

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
await Promise.all(result.outputFiles.map((file) => writeFile(file.path, file.contents)));

const manifest = {};
for (const file of Object.keys(result.metafile.outputs).map((path) => basename(path))) {
  const [, name, extension] = /^(.+)-[0-9A-Z]+\.(js|css)$/.exec(file) ?? [];
  if (name) manifest[`${name}.${extension}`] = file;
}
await writeFile(join(output, "manifest.json"), `${JSON.stringify(manifest, Object.keys(manifest).sort(), 2)}\n`);
