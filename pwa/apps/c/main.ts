import '@/entries/command/main'
