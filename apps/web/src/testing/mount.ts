// Mounts a component as the pages would: store, server data, router, and someone signed in.
import type { Session } from '@modulus/contracts/session.ts'
import { PiniaColada } from '@pinia/colada'
import { flushPromises, mount as mountAlone } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { defineComponent, h, type Component } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type RouteRecordRaw } from 'vue-router'
import { useSession } from '#stores/session.ts'

export const someone: Session = {
  userId: '0190aaaa-0000-7000-8000-000000000001',
  name: 'Amina Hart',
  partnership: { id: '0190aaaa-0000-7000-8000-000000000002', name: 'Harbour partnership', demo: false, dutyPhone: '0141 000 0000' },
  partner: { id: '0190aaaa-0000-7000-8000-000000000003', name: 'Harbour Housing' },
  administrator: false,
  roles: ['outreach_officer'],
  programmes: [{ id: '0190aaaa-0000-7000-8000-000000000004', name: 'Linnbrae', roles: ['outreach_officer'] }],
  self: [],
}

interface Options {
  props?: Record<string, unknown>
  slots?: Record<string, unknown>
  /** The address it is looked at from, and the pattern it lies under: { path: '/people/1', at: '/people/:participantId' }. */
  path?: string
  at?: string
  /** Other pages it may lead to. */
  routes?: RouteRecordRaw[]
  session?: Partial<Session> | null
}

/** Waits for what is on its way (server data, navigation) and gives the wrapper, with the router beside it. Tests on document.body, so focus works. */
export async function mount(component: Component, { props = {}, slots = {}, path = '/', at, routes = [], session = {} }: Options = {}) {
  document.body.innerHTML = ''
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().$patch({ known: true, current: session && { ...someone, ...session } })
  const page = defineComponent({ render: () => h(component, props, slots as never) })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: at ?? path.split('?')[0]!, component: page },
      ...routes,
      { path: '/:rest(.*)*', component: { render: () => h('p', 'elsewhere') } },
    ],
  })
  await router.push(path)
  const wrapper = mountAlone(RouterView, { attachTo: document.body, global: { plugins: [pinia, PiniaColada, router] } })
  await flushPromises()
  return Object.assign(wrapper, {
    router,
    /** Waits until nothing is on its way. */
    settle: async () => {
      for (let n = 0; n < 3; n++) await flushPromises()
    },
    /** Fills the control that this label belongs to. */
    fill: async (label: string, value: string | boolean) => {
      const control = controlOf(label)
      await wrapper.find(`[id="${control.id}"]`).setValue(value)
    },
    /** Presses the button or follows the link that says this. */
    press: async (words: string) => {
      const found = wrapper
        .findAll('button, a, [role=button]')
        .find((one) => one.text() === words || one.attributes('aria-label') === words)
      if (!found)
        throw new Error(
          `There is no button or link "${words}". There are: ${wrapper
            .findAll('button, a')
            .map((one) => `"${one.text()}"`)
            .join(', ')}`,
        )
      if (found.attributes('type') === 'submit')
        await found.element.closest('form')!.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }))
      else await found.trigger('click')
      for (let n = 0; n < 3; n++) await flushPromises()
    },
    /** Chooses a pill by its words. */
    choose: async (words: string) => {
      const pill = wrapper.findAll('label').find((one) => one.text() === words)
      if (!pill) throw new Error(`There is no choice "${words}".`)
      const input = pill.find('input')
      ;(input.element as HTMLInputElement).checked = !(input.element as HTMLInputElement).checked
      await input.trigger('change')
    },
  })
}

function controlOf(label: string): HTMLElement {
  const found = [...document.querySelectorAll('label')].find((one) => one.textContent!.replace('(optional)', '').trim() === label)
  const control = found && document.getElementById(found.htmlFor)
  if (!control) throw new Error(`There is no field "${label}".`)
  return control
}
