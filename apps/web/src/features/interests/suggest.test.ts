import { expect, it } from 'vitest'
import { suggestTags } from './suggest.ts'

const tags = [
  { key: 'bikes', label: 'Bikes and motors' },
  { key: 'cooking', label: 'Cooking' },
  { key: 'music', label: 'Music' },
  { key: 'football', label: 'Football' },
]

it('hears a tag in someone’s own words, whatever the ending', () => {
  expect(suggestTags('anything with motorbikes', tags)).toEqual(['bikes'])
  expect(suggestTags('I cook for my gran', tags)).toEqual(['cooking'])
  expect(suggestTags('making beats, music and that', tags)).toEqual(['music'])
})
it('suggests nothing for words that are not on the list', () => {
  expect(suggestTags('out on the vans', tags)).toEqual([])
  expect(suggestTags('', tags)).toEqual([])
})
