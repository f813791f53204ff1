import { createApp } from 'vue'
import '@/ui/theme.css'
import '@/entries/resident/resident.css'
import App from '@/entries/resident/App.vue'
import { makeRouter } from '@/entries/resident/routes'

const RELOADED = 'r:reloaded'

// After a deployment the pieces this page still asks for are gone: take the new page, once.
addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem(RELOADED)) return
  sessionStorage.setItem(RELOADED, '1')
  event.preventDefault()
  location.reload()
})

createApp(App).use(makeRouter()).mount('#app')
