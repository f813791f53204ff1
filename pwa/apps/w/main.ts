import '@/entries/worker/main'
