/** Runs src/sync/proof/real/puppet.ts in node, as the app's own build would have it. */
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
await runnerImport('/src/sync/proof/real/puppet.ts', {
  root: here('.'),
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@': here('src') } },
})
