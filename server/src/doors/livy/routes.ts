import type { SessionUser } from '../../contexts/sessions/index.ts'
import type { LivyDeps } from './deps.ts'
import { logPage, parseCompletion, parsePage, parseSession, parseStatement } from './requests.ts'
import { sessionView, statementView } from './views.ts'

export interface LivyCall {
  user: SessionUser
  /** Path segments where the route has a `:`. */
  parameters: readonly string[]
  query: URLSearchParams
  body: Record<string, unknown>
}

export interface LivyAnswer {
  status?: number
  location?: string
  body: object
}

export interface Route {
  method: string
  path: string
  run(deps: LivyDeps, call: LivyCall): Promise<LivyAnswer>
}

const PAGE_SIZE = 100 // Livy's default.

/** Livy 0.9 REST API, docs/rest-api.md: sessions and statements. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/sessions',
    async run({ sessions }, { user, query }) {
      const page = parsePage(query, PAGE_SIZE)
      const { total, sessions: found } = await sessions.listSessions(user, page)
      const views = found.map((session) => sessionView(sessions, session))
      return { body: { from: page.from, total, sessions: views } }
    },
  },
  {
    method: 'POST',
    path: '/sessions',
    async run({ sessions }, { user, query, body }) {
      const session = await sessions.createSession(user, parseSession(body, query))
      const view = sessionView(sessions, session)
      return { status: 201, location: `/sessions/${session.id}`, body: view }
    },
  },
  {
    method: 'GET',
    path: '/sessions/:',
    async run({ sessions }, { user, parameters: [id = ''] }) {
      return { body: sessionView(sessions, await sessions.getSession(user, id)) }
    },
  },
  {
    method: 'DELETE',
    path: '/sessions/:',
    async run({ sessions }, { user, parameters: [id = ''] }) {
      await sessions.deleteSession(user, id)
      return { body: { msg: 'deleted' } }
    },
  },
  {
    method: 'GET',
    path: '/sessions/:/state',
    async run({ sessions }, { user, parameters: [name = ''] }) {
      const { id, state } = await sessions.getSession(user, name)
      return { body: { id, state } }
    },
  },
  {
    method: 'GET',
    path: '/sessions/:/log',
    async run({ sessions }, { user, query, parameters: [name = ''] }) {
      const session = await sessions.getSession(user, name)
      return { body: { id: session.id, ...logPage(sessions.logOf(session), query) } }
    },
  },
  {
    method: 'POST',
    path: '/sessions/:/interrupt',
    async run({ sessions }, { user, parameters: [id = ''] }) {
      await sessions.interruptSession(user, id)
      return { body: { msg: 'interrupted' } }
    },
  },
  {
    method: 'POST',
    path: '/sessions/:/completion',
    async run({ sessions }, { user, body, parameters: [session = ''] }) {
      const candidates = await sessions.complete(user, { session, ...parseCompletion(body) })
      return { body: { candidates } }
    },
  },
  {
    method: 'GET',
    path: '/sessions/:/statements',
    async run({ sessions }, { user, query, parameters: [session = ''] }) {
      const { from, size } = parsePage(query, PAGE_SIZE)
      const all = await sessions.listStatements(user, session)
      if (query.get('order') === 'desc') all.reverse()
      const statements = all.slice(from, from + size).map(statementView)
      return { body: { total_statements: all.length, statements } }
    },
  },
  {
    method: 'POST',
    path: '/sessions/:/statements',
    async run({ sessions }, { user, body, parameters: [session = ''] }) {
      const statement = await sessions.postStatement(user, { session, ...parseStatement(body) })
      const location = `/sessions/${statement.sessionId}/statements/${statement.number}`
      return { status: 201, location, body: statementView(statement) }
    },
  },
  {
    method: 'GET',
    path: '/sessions/:/statements/:',
    async run({ sessions }, { user, parameters: [session = '', number = ''] }) {
      const wanted = { session, number: Number(number) }
      return { body: statementView(await sessions.getStatement(user, wanted)) }
    },
  },
  {
    method: 'POST',
    path: '/sessions/:/statements/:/cancel',
    async run({ sessions }, { user, parameters: [session = '', number = ''] }) {
      await sessions.cancelStatement(user, { session, number: Number(number) })
      return { body: { msg: 'canceled' } }
    },
  },
]

/** Clients read it before they sign in. */
export const VERSION = {
  url: 'https://livy.apache.org',
  version: '0.9.0-incubating',
  revision: 'millrace',
  branch: 'main',
  date: '',
  user: 'millrace',
}
