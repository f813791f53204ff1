import { createApp } from 'vue'
import '@/ui/theme.css'
import '@/entries/worker/vant.css'
import App from '@/entries/worker/App.vue'
import { makeRouter } from '@/entries/worker/routes'
import { recallFontSize } from '@/features/account/fontSize'
import { keepCurrent } from '@/entries/worker/version'

recallFontSize()
createApp(App).use(makeRouter()).mount('#app')
keepCurrent()
