import { afterEach, expect, it, vi } from 'vitest'
import { keepFocus } from './focus.ts'

const page = (html: string) => {
  document.body.innerHTML = `<main><h1 tabindex="-1">Concern</h1>${html}</main>`
}
afterEach(() => {
  document.body.innerHTML = ''
})

it('when the form that was saved goes, the heading has the focus', async () => {
  page('<form><button>Pass it on</button></form>')
  document.querySelector('button')!.focus()
  keepFocus()
  document.querySelector('form')!.remove()
  await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('H1'))
})
it('what still has the focus keeps it', async () => {
  page('<button>Add a file</button>')
  document.querySelector('button')!.focus()
  keepFocus()
  document.querySelector('main')!.append(document.createElement('p'))
  await new Promise((done) => setTimeout(done, 60))
  expect(document.activeElement?.tagName).toBe('BUTTON')
})
