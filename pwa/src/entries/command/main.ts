import { createApp } from 'vue'
import '@/ui/theme.css'
import '@/entries/command/elements.css'
import '@/entries/command/theme.css'
import App from '@/entries/command/App.vue'
import { followDeployments } from '@/entries/command/deployments'
import { makeRouter } from '@/entries/command/routes'

followDeployments()
createApp(App).use(makeRouter()).mount('#app')
