// The young person's pages: their own small entry, without the design kit.
import { createApp } from 'vue'
import { createRouter, createWebHistory, RouterView } from 'vue-router'
import LinkPage from './LinkPage.vue'
import MePage from './MePage.vue'
import './me.css'

const router = createRouter({
  history: createWebHistory('/me'),
  routes: [
    { path: '/link/:token', component: LinkPage, props: true },
    { path: '/:rest(.*)*', component: MePage },
  ],
})
createApp(RouterView).use(router).mount('#app')
