import { createApp } from 'vue'
import App from '@/entries/worker/App.vue'

createApp(App).mount('#app')
