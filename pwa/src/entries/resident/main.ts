import { createApp } from 'vue'
import App from '@/entries/resident/App.vue'

createApp(App).mount('#app')
