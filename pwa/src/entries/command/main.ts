import { createApp } from 'vue'
import App from '@/entries/command/App.vue'

createApp(App).mount('#app')
