// The young person's pages: their own small entry, without the parts that staff screens share.
import { createApp } from 'vue'
import { createRouter, createWebHistory, RouterView } from 'vue-router'
import { stayHidden } from './hide.ts'
import { routes } from './routes.ts'
import './me.css'
import './parts.css'

const router = createRouter({ history: createWebHistory('/me'), routes, scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 } })
if (!stayHidden()) createApp(RouterView).use(router).mount('#app')
