import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { importLimits, imports, type Import, type ImportKindName } from '@modulus/contracts/imports.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { kindOf } from '#import-kinds.ts'
import { firstTime } from '#db/writes.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { inTeam } from '#policy.ts'
import { getProgramme } from '../programmes/queries.ts'
import { csvOf } from '#csv.ts'
import { readTable, type Table } from './decode.ts'
import { checkRow, proposeMapping } from './mapping.ts'
import { changeImport, deleteImport, getImport, insertImport, listImports, listRows, listWrongRows, type ImportRow } from './queries.ts'

const fieldsOf = (kind: ImportKindName) =>
  kindOf(kind).columns.map(({ key, label, required, help, example }) => ({ key, label, required, help, example }))
const unmatchedIn = ({ kind, mapping }: ImportRow) =>
  kindOf(kind)
    .columns.filter(({ key, required }) => required && mapping[key] === undefined)
    .map(({ label }) => label)
const before = ['uploaded', 'failed']

async function show(tx: Tx, row: ImportRow): Promise<Import> {
  const first = before.includes(row.status) ? await listRows(tx, row.id, { limit: 3 }) : []
  return {
    ...row,
    fields: fieldsOf(row.kind),
    samples:
      first.length > 0 ? row.columns.map((_, i) => first.map(({ cells }) => (cells[i] ?? '').trim().slice(0, 80)).filter(Boolean)) : [],
  } as Import
}
const sendCsv = (reply: FastifyReply, name: string, rows: string[][]) =>
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`).send(csvOf(rows))

async function mayUpload(tx: Tx, actor: Actor, programmeId: string, kind: ImportKindName) {
  await getProgramme(tx, programmeId)
  const allowed = kindOf(kind).mayUse?.(actor, programmeId) ?? inTeam(actor, programmeId)
  if (!allowed) throw new Problem('forbidden', { deed: 'upload' })
}
/** The file without the cells that may not be kept; the places of the others stay. */
function without(neverKept: RegExp | undefined, table: Table): Table {
  const gone = new Set(table.columns.flatMap((heading, at) => (neverKept?.test(heading.trim()) ? [at] : [])))
  return gone.size === 0
    ? table
    : { ...table, rows: table.rows.map((row) => ({ ...row, cells: row.cells.map((cell, at) => (gone.has(at) ? '' : cell)) })) }
}
function checkMapping({ kind, columns }: ImportRow, mapping: Record<string, number>) {
  const keys = new Set(kindOf(kind).columns.map(({ key }) => key))
  for (const [key, at] of Object.entries(mapping))
    if (!keys.has(key) || at >= columns.length) throw invalid(`mapping/${key}`, 'unknown', 'There is no such column.')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({ ...imports.list, handler: (request) => request.transact((tx) => listImports(tx, request.query)) })
  app.route({ ...imports.describe, handler: (request) => request.transact(async () => ({ fields: fieldsOf(request.params.kind) })) })
  app.route({
    ...imports.template,
    handler: async (request, reply) => {
      const columns = await request.transact(async () => kindOf(request.params.file.slice(0, -'.csv'.length) as ImportKindName).columns)
      return sendCsv(reply, request.params.file, [columns.map(({ label }) => label), columns.map(({ example }) => example)])
    },
  })

  app.route({
    ...imports.upload,
    bodyLimit: importLimits.bytes + 1024 * 1024, // a little more is let in, to be refused by its own name
    handler: async (request, reply) => {
      const {
        params: { importId: id },
        query: { programmeId, kind, fileName },
        body,
      } = request
      if (!Buffer.isBuffer(body)) throw new Problem('wrong-content-type')
      await request.transact((tx, actor) => mayUpload(tx, actor, programmeId, kind))
      const table = without(kindOf(kind).neverKept, readTable(body)),
        digest = createHash('sha256').update(body).digest('hex')
      return request.transact(async (tx, actor) => {
        await mayUpload(tx, actor, programmeId, kind)
        const isNew = await firstTime(tx, 'imports.upload', id, { programmeId, kind, fileName, digest })
        if (isNew) {
          await insertImport(
            tx,
            id,
            { programmeId, kind, fileName, digest, mapping: proposeMapping(kindOf(kind).columns, table.columns) },
            table,
          )
          reply.code(201)
        }
        return show(tx, await getImport(tx, id))
      })
    },
  })
  app.route({
    ...imports.read,
    handler: (request) => request.transact(async (tx) => show(tx, await getImport(tx, request.params.importId))),
  })

  app.route({
    ...imports.map,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getImport(tx, request.params.importId),
          { mapping, settings } = request.body
        checkMapping(row, mapping)
        await kindOf(row.kind).prepare(tx, actor, { ...row, settings })
        if (!(await changeImport(tx, row.id, before, { mapping, settings }))) throw new Problem('import-under-way')
        return show(tx, await getImport(tx, row.id))
      }),
  })
  app.route({
    ...imports.preview,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getImport(tx, request.params.importId),
          kind = kindOf(row.kind),
          context = await kind.prepare(tx, actor, row)
        const labels = Object.fromEntries(kind.columns.map(({ key, label }) => [key, label])),
          matched = kind.columns.filter(({ key }) => row.mapping[key] !== undefined)
        const rows = (await listRows(tx, row.id, { limit: 5 })).map(({ line, cells }) => {
          const { value, errors = [] } = checkRow(kind, context, row, cells),
            read = errors.length === 0 ? kind.show?.(value) : undefined
          return {
            line,
            errors: errors.map(({ column, words }) => ({ key: column, label: labels[column] ?? '', words })),
            cells: matched.map(({ key, label }) => ({ key, label, text: read?.[key] ?? (cells[row.mapping[key]!] ?? '').trim() })),
          }
        })
        return { unmatched: unmatchedIn(row), rows }
      }),
  })
  app.route({
    ...imports.run,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getImport(tx, request.params.importId),
          unmatched = unmatchedIn(row)
        if (unmatched.length > 0) throw new Problem('import-not-ready', { unmatched })
        await kindOf(row.kind).prepare(tx, actor, row)
        if (!(await changeImport(tx, row.id, before, { status: 'waiting', failure: null, rowsSeen: 0 })))
          throw new Problem('import-under-way')
        await app.jobs.send(tx, 'import.run', { partnershipId: actor.partnershipId, id: row.id, userId: actor.userId })
        return show(tx, await getImport(tx, row.id))
      }),
  })

  app.route({
    ...imports.errors,
    handler: async (request, reply) => {
      const { columns, fields, wrong } = await request.transact(async (tx) => {
        const row = await getImport(tx, request.params.importId)
        return { columns: row.columns, fields: kindOf(row.kind).columns, wrong: await listWrongRows(tx, row.id) }
      })
      const width = wrong.reduce((most, { cells }) => Math.max(most, cells.length), columns.length)
      const all = Array.from({ length: width }, (_, i) => columns[i] ?? `Column ${i + 1}`)
      const words = (errors: { column: string; words: string }[]) =>
        errors.map((one) => [fields.find(({ key }) => key === one.column)?.label, one.words].filter(Boolean).join(': ')).join(' ')
      return sendCsv(reply, 'rows-to-mend.csv', [
        ['Row in your file', 'What is wrong', ...all],
        ...wrong.map(({ line, cells, errors }) => [String(line), words(errors ?? []), ...all.map((_, i) => cells[i] ?? '')]),
      ])
    },
  })
  app.route({
    ...imports.discard,
    handler: (request, reply) =>
      request.transact(async (tx) => {
        const row = await getImport(tx, request.params.importId)
        if ((await deleteImport(tx, row.id)).rowCount !== 1) throw new Problem('import-under-way')
        reply.code(204)
        return null
      }),
  })
}
export default routes
