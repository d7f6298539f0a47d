import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { onSignedOut } from '#lib/api.ts'
import { remembering } from '#lib/remembered.ts'
import { useOffline } from '#stores/offline.ts'
import { useSession } from '#stores/session.ts'
import App from './App.vue'
import { makeRouter } from './router.ts'
import './main.css'

const app = createApp(App).use(createPinia()).use(PiniaColada, remembering)
useOffline().resume() // before the first request asks for it
app.use(makeRouter()).mount('#app')
onSignedOut(() => useSession().askAgain())
