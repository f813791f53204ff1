import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Plugin, UserConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import { budget } from './budget.ts'
import { manifests } from './manifests.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8')) as { version: string }
const backend = process.env.BACKEND ?? 'http://127.0.0.1:8100'

/**
 * Vant's font of icons is a quarter of the first load and names a far host as its second source. Of all its signs two
 * crosses are used here; entries/worker/vant.css draws them with letters.
 */
const noIconFont: Plugin = {
  name: 'no-icon-font',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('vant') && id.endsWith('.css')
      ? code.replace(/@font-face\s*\{[^}]*vant-icon[^}]*\}/g, '')
      : undefined,
}

function pwa(app: 'w' | 'r') {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: here('src/sw'),
    filename: 'sw.ts',
    outDir: here(`dist/${app}`),
    scope: `/${app}/`,
    manifest: manifests[app],
    injectRegister: false,
    injectManifest: {
      // All that is needed without a line; src/sw/sw.ts says what of it comes at once and what when the line is idle.
      globPatterns: ['index.html', 'assets/*.{js,css}', 'icons/*.svg'],
    },
  })
}

/** Each app's base is the scope of its service worker: a worker's file is matched by its own URL. */
export function appConfig(app: string): UserConfig {
  return {
    root: here(`apps/${app}`),
    base: `/${app}/`,
    resolve: { alias: { '@': here('src') } },
    define: { 'import.meta.env.VITE_VERSION': JSON.stringify(version) },
    plugins: [
      noIconFont,
      vue(),
      app === 'w' || app === 'r' ? pwa(app) : [],
      app === 'w' ? budget(here('dist/w')) : [],
    ],
    build: {
      outDir: here(`dist/${app}`),
      emptyOutDir: true,
      target: ['chrome87', 'safari14', 'firefox78'],
      chunkSizeWarningLimit: 1200,
      // In one file the parts of Vant are packed ten KiB smaller than in twenty, which is what the offline set has to spare.
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              { name: 'vant', test: /node_modules.vant.es.(?!swipe|image-preview|uploader)/ },
            ],
          },
        },
      },
    },
    server: {
      fs: { allow: [here('.')] },
      // The host stays the browser's own, or the server would take every command for a forged one.
      proxy: {
        '/api': { target: backend, changeOrigin: false },
        '/ws': { target: backend.replace('http', 'ws'), changeOrigin: false, ws: true },
      },
    },
  }
}

export default defineConfig({
  ...appConfig(process.env.APP ?? 'w'),
  test: {
    root: here('.'),
    include: ['src/**/*.test.ts'],
    environment: 'happy-dom',
    // Vant imports its own style sheets, which Node alone cannot read.
    server: { deps: { inline: ['vant'] } },
    restoreMocks: true,
  },
})
