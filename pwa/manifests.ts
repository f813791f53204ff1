import type { ManifestOptions } from 'vite-plugin-pwa'

const icons: ManifestOptions['icons'] = [
  { src: 'icons/192.png', sizes: '192x192', type: 'image/png' },
  { src: 'icons/512.png', sizes: '512x512', type: 'image/png' },
  { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
]

/** What a long press on the icon offers. */
const shortcut = (name: string, url: string) => ({ name, url, icons: icons.slice(0, 1) })

function manifest(app: string, words: Partial<ManifestOptions>): Partial<ManifestOptions> {
  const scope = `/${app}/`
  return {
    id: scope,
    start_url: scope,
    scope,
    lang: 'zh-CN',
    display: 'standalone',
    theme_color: '#0f5fb8',
    background_color: '#f4f6f9',
    icons,
    ...words,
  }
}

export const manifests = {
  w: manifest('w', {
    name: '网格员工作台',
    short_name: '网格员',
    description: '上报、走访、人房、巡查，没有网络也能用',
    orientation: 'portrait',
    categories: ['government', 'productivity'],
    shortcuts: [shortcut('上报事件', '/w/report'), shortcut('地图巡查', '/w/map')],
  }),
  r: manifest('r', { name: '城市随手报', short_name: '随手报' }),
}
