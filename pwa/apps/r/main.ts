import '@/entries/resident/main'
