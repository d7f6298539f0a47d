// The API on one page, as plain HTML: it needs no script, so the strict policy holds for it too.
interface Schema {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  maxLength?: number
  minimum?: number
  maximum?: number
}
interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  security?: unknown[]
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { description?: string; content?: Record<string, { schema: Schema }> }>
}
interface Document {
  info: { title: string; description: string }
  paths: Record<string, Record<string, Operation>>
}

const text = (value: unknown) => String(value).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

function shape(schema: Schema | undefined, depth = 0): string {
  if (!schema) return ''
  if (schema.anyOf) return schema.anyOf.map((one) => shape(one, depth)).join(' or ')
  if (schema.enum) return schema.enum.map((one) => `<code>${text(one)}</code>`).join(' | ')
  if (schema.const !== undefined) return `<code>${text(schema.const)}</code>`
  if (schema.type === 'array') return `list of ${shape(schema.items, depth)}`
  if (schema.properties && depth < 5) {
    const rows = Object.entries(schema.properties).map(
      ([name, one]) => `<li><b>${text(name)}</b>${schema.required?.includes(name) ? '' : ' (optional)'}: ${shape(one, depth + 1)}</li>`,
    )
    return `<ul>${rows.join('')}</ul>`
  }
  const limit = [
    schema.format,
    schema.maxLength && `up to ${schema.maxLength}`,
    schema.minimum !== undefined && `from ${schema.minimum}`,
    schema.maximum !== undefined && `to ${schema.maximum}`,
  ]
    .filter(Boolean)
    .join(', ')
  return text(schema.type ?? 'anything') + (limit ? ` <small>${text(limit)}</small>` : '')
}

function operationPart(url: string, method: string, one: Operation): string {
  const body = Object.entries(one.requestBody?.content ?? {})
    .map(([type, { schema }]) => `<h4>Body <small>${text(type)}</small></h4>${shape(schema)}`)
    .join('')
  const parameters = (one.parameters ?? [])
    .map((p) => `<li><b>${text(p.name)}</b> <small>${text(p.in)}</small>: ${shape(p.schema)}</li>`)
    .join('')
  const answers = Object.entries(one.responses)
    .filter(([code]) => code.startsWith('2'))
    .map(
      ([code, { content }]) =>
        `<h4>Answer ${code}</h4>${
          Object.values(content ?? {})
            .map(({ schema }) => shape(schema))
            .join('') || 'nothing'
        }`,
    )
    .join('')
  return `<details id="${text(one.operationId ?? url)}"><summary><code>${method.toUpperCase()}</code> <b>${text(one.operationId ?? '')}</b> <code>${text(url)}</code> <span>${text(one.summary ?? '')}${one.security?.length === 0 ? ' (public)' : ''}</span></summary>
<div>${one.description ? `<p>${text(one.description)}</p>` : ''}${parameters ? `<h4>Parameters</h4><ul>${parameters}</ul>` : ''}${body}${answers}</div></details>`
}

export function docsPage(document: Document): string {
  const all = Object.entries(document.paths).flatMap(([url, operations]) =>
    Object.entries(operations).map(([method, one]) => ({ url, method, one, tag: one.tags?.[0] ?? 'status' })),
  )
  const tags = [...new Set(all.map((entry) => entry.tag))].sort()
  const sections = tags.map(
    (tag) =>
      `<section><h2 id="${text(tag)}">${text(tag)}</h2>${all
        .filter((entry) => entry.tag === tag)
        .map(({ url, method, one }) => operationPart(url, method, one))
        .join('\n')}</section>`,
  )
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${text(document.info.title)} API</title><link rel="stylesheet" href="/api/docs.css"></head>
<body><main><h1>${text(document.info.title)} API</h1><p>${text(document.info.description)} The same, for programs: <a href="/api/openapi.json">openapi.json</a>.</p>
<nav aria-label="Features"><ul>${tags.map((tag) => `<li><a href="#${text(tag)}">${text(tag)}</a></li>`).join('')}</ul></nav>${sections.join('\n')}</main></body></html>`
}

export const docsStyle = `:root{color-scheme:light dark;--ink:light-dark(#1c1917,#faf9f7);--paper:light-dark(#faf9f7,#161311);--card:light-dark(#fff,#1c1917);--deep:light-dark(#0f5257,#7fd1d6);--edge:light-dark(#d6d3d1,#57534e)}
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}main{max-width:64rem;margin:0 auto;padding:1rem}h1,h2{color:var(--deep)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;list-style:none}a{color:var(--deep);display:inline-block;padding:.25rem 0}
details{background:var(--card);border:1px solid var(--edge);border-radius:.5rem;margin:.5rem 0}summary{padding:.75rem 1rem;cursor:pointer;overflow-wrap:anywhere}details div{padding:0 1rem 1rem;overflow-wrap:anywhere}
code{font-family:ui-monospace,monospace;font-size:.9em}:focus-visible{outline:3px solid #f2b705;outline-offset:2px;box-shadow:0 0 0 5px #1c1917}`
