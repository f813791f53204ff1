import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const KIB = 1024
const MOST = { 'first load': 150, 'offline set': 800 }

/** How much a worker's phone has to fetch over the line; a build that is more is refused. */
export const budget = (dist: string): Plugin => ({
  name: 'budget',
  apply: 'build',
  closeBundle() {
    const sizes = { 'first load': sum(dist, firstLoad(dist)), 'offline set': sum(dist, all(dist)) }
    for (const [name, size] of Object.entries(sizes)) {
      const most = MOST[name as keyof typeof MOST]
      const told = `${name}: ${Math.round(size / KIB)} of ${most} KiB`
      if (size > most * KIB) this.error(told)
      this.info(told)
    }
  },
})

const sum = (dist: string, paths: string[]): number =>
  paths.reduce((total, path) => total + gzipSync(readFileSync(join(dist, path))).length, 0)

/** What the page names: scripts, what they import at once, and style sheets. */
function firstLoad(dist: string): string[] {
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const named = [...page.matchAll(/(?:src|href)="\/w\/(assets\/[^"]+)"/g)]
  return ['index.html', ...new Set(named.flatMap(([, path]) => (path ? [path] : [])))]
}

const all = (dist: string): string[] => [
  'index.html',
  'icons/icon.svg',
  ...readdirSync(join(dist, 'assets')).map((name) => `assets/${name}`),
]
