// Several statements that travel to PostgreSQL together and come back together: one message there, one message back. PostgreSQL runs
// what lies between two Syncs as one transaction, so a flight needs no BEGIN and no COMMIT of its own, and an error anywhere undoes it all.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
import pg from 'pg'

type Types = { getTypeParser(oid: number, format: 'text'): (value: string) => unknown }
export interface Statement {
  /** Prepared once per connection under this name; '' is prepared anew each time. */
  name: string
  text: string
  values?: unknown[] | undefined
  rowMode?: string | undefined
  types?: Types | undefined
}
interface Field {
  name: string
  dataTypeID: number
}
/** As much of pg's result as its callers read. */
export interface Landed<R = never> {
  command: string
  rowCount: number | null
  rows: R[]
  fields: Field[]
}
/** The connection under a client, which pg's own types leave out. */
interface Wire {
  stream: { cork(): void; uncork(): void }
  parsedStatements: Record<string, string>
  parse(message: { name: string; text: string }): void
  bind(message: { statement: string; values: unknown[]; valueMapper: (value: unknown) => unknown }): void
  describe(message: { type: 'P' }): void
  execute(message: object): void
  sync(): void
}
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils

/** The columns of a prepared statement stay the same while it lives, so each connection asks for them once. */
const described = new WeakMap<Wire, Map<string, Field[]>>()
const columnsOf = (wire: Wire) => described.get(wire) ?? described.set(wire, new Map()).get(wire)!

interface Seat {
  statement: Statement
  /** Prepared on this flight. */
  fresh: boolean
  landed: Landed<unknown>
  read: (values: (string | null)[]) => unknown
  resolve: (landed: Landed<never>) => void
  reject: (error: Error) => void
}

/** A query of pg's that carries many statements. Add them, then hand it to client.query() on a client in pipeline mode. */
export class Flight extends pg.Query {
  readonly #seats: Seat[] = []
  #at = 0
  #columns: Map<string, Field[]> | undefined
  #wire: Wire | undefined
  /** It failed while a statement was being prepared, and nobody knows whether it is: the connection should not be used again. */
  uncertain = false

  constructor() {
    super('')
    Object.assign(this, { callback: () => {} }) // pg asks for one; the promises of the statements are settled instead
  }

  /** What it carries; for those who watch, such as the bench. */
  get statements(): Statement[] {
    return this.#seats.map((seat) => seat.statement)
  }

  add<R>(statement: Statement): Promise<Landed<R>> {
    return new Promise((resolve, reject) => {
      const landed = { command: '', rowCount: null, rows: [], fields: [] }
      this.#seats.push({ statement, fresh: false, landed, read: (values) => values, resolve, reject })
    })
  }

  override submit = (connection: unknown): null => {
    const wire = (this.#wire = connection as Wire)
    this.#columns = columnsOf(wire)
    wire.stream.cork()
    try {
      for (const seat of this.#seats) {
        const { name, text, values = [] } = seat.statement
        if (name === '' || wire.parsedStatements[name] === undefined) {
          wire.parse({ name, text })
          if (name !== '') wire.parsedStatements[name] = text
          seat.fresh = true
        }
        wire.bind({ statement: name, values, valueMapper: prepareValue })
        const known = name === '' ? undefined : this.#columns.get(name)
        if (known) describe(seat, known)
        else wire.describe({ type: 'P' })
        wire.execute({})
      }
      wire.sync()
    } finally {
      wire.stream.uncork()
    }
    return null
  }

  handleRowDescription({ fields }: { fields: Field[] }) {
    const seat = this.#seats[this.#at]!
    describe(seat, fields)
    if (seat.statement.name !== '') this.#columns!.set(seat.statement.name, fields)
  }
  handleDataRow({ fields }: { fields: (string | null)[] }) {
    const { landed, read } = this.#seats[this.#at]!
    landed.rows.push(read(fields))
  }
  handleCommandComplete({ text }: { text: string }) {
    const { landed } = this.#seats[this.#at++]!
    const [command = '', ...numbers] = text.split(' ')
    Object.assign(landed, { command, rowCount: numbers.length > 0 ? Number(numbers.at(-1)) : null })
  }
  handleReadyForQuery() {
    for (const { resolve, landed } of this.#seats) resolve(landed as Landed<never>)
  }
  handleError(error: Error) {
    for (const [i, { fresh, statement, landed }] of this.#seats.entries()) {
      if (!fresh || i < this.#at || landed.fields.length > 0) continue
      if (i === this.#at) this.uncertain = true
      else delete this.#wire!.parsedStatements[statement.name] // PostgreSQL skipped what came after the error
    }
    for (const { reject } of this.#seats) reject(error)
  }
}

function describe(seat: Seat, fields: Field[]) {
  const types = seat.statement.types ?? (pg.types as Types),
    parsers = fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text')),
    parsed = (value: string | null, i: number) => (value === null ? null : parsers[i]!(value))
  seat.landed.fields = fields
  seat.read =
    seat.statement.rowMode === 'array'
      ? (values) => values.map(parsed)
      : (values) => {
          const row: Record<string, unknown> = {}
          for (let i = 0; i < fields.length; i++) row[fields[i]!.name] = parsed(values[i]!, i)
          return row
        }
}
