import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { defineError } from '../../foundation/errors.ts'
import { createLog } from '../../foundation/log.ts'
import { createDashboardsDoor } from './index.ts'

const refused = defineError<object>({
  code: 'testing.refused',
  kind: 'unauthenticated',
  message: () => 'ask again',
})

/** The door on a port, before a history server that says what it was asked. */
async function givenDoor() {
  const directory = await mkdtemp(join(tmpdir(), 'dashboards-'))
  const socket = join(directory, 'socket')
  const asked: { url: string | undefined; cookie: string | undefined }[] = []
  const far = createServer(({ url, headers }, response) => {
    asked.push({ url, cookie: headers.cookie })
    response.setHeader('set-cookie', 'evil=1')
    if (url === '/moved') response.writeHead(302, { location: `http://${headers.host}/history/` })
    response.end('<script>name of an application</script>')
  })
  await new Promise<void>((settle) => far.listen(socket, settle))
  const door = createDashboardsDoor({
    log: createLog('silent'),
    sessions: {
      admitToDashboard: async ({ code }) => {
        if (code !== 'once') throw refused({})
        return { pass: 'p', landing: '/history/local-1/jobs/' }
      },
      reachDashboard: async ({ pass }) => {
        if (pass !== 'p') throw refused({})
        return socket
      },
    },
  })
  const near = createServer((asking, response) => {
    const [rawPath = '', rawQuery = ''] = (asking.url ?? '').split('?')
    const { port: sidePort } = near.address() as AddressInfo
    const from = { box: undefined, sidePort, secure: false, requestId: 'r' }
    void door.handle({ request: asking, response, rawPath, rawQuery, ...from })
  })
  await new Promise<void>((settle) => near.listen(0, '127.0.0.1', settle))
  const { port } = near.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    ...{ url, asked, door, cookie: `millrace_session=the-portals; millrace_dashboard_${port}=p` },
    async [Symbol.asyncDispose]() {
      for (const server of [near, far]) {
        server.close()
        server.closeAllConnections()
      }
      await rm(directory, { recursive: true })
    },
  }
}

test('given a code, when it is shown, then a strict cookie leads to the Spark UI', async () => {
  await using given = await givenDoor()

  const answer = await fetch(`${given.url}/millrace/enter?code=once`, { redirect: 'manual' })

  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('location'), '/history/local-1/jobs/')
  const cookie = answer.headers.get('set-cookie') ?? ''
  assert.match(cookie, /^millrace_dashboard_\d+=p; Path=\/; HttpOnly; SameSite=Strict/)
  assert.equal((await fetch(`${given.url}/millrace/enter?code=twice`)).status, 401)
})

test('given a page with a script, when shown, then it speaks to its own port alone', async () => {
  await using given = await givenDoor()

  const answer = await fetch(`${given.url}/history/`, { headers: { cookie: given.cookie } })

  const policy = answer.headers.get('content-security-policy') ?? ''
  for (const rule of ["default-src 'none'", "connect-src 'self'", "form-action 'self'"])
    assert.ok(policy.includes(rule), policy)
  assert.equal(answer.headers.get('set-cookie'), null)
  // Nor does the portal’s own cookie, which the browser sends along, reach the box.
  assert.deepEqual(given.asked, [{ url: '/history/', cookie: undefined }])
})

test('given no pass, when a page is asked for, then the box hears nothing', async () => {
  await using given = await givenDoor()

  assert.equal((await fetch(`${given.url}/history/`)).status, 401)

  assert.deepEqual(given.asked, [])
})

test('given a pass, when something is to be changed, then it is refused', async () => {
  await using given = await givenDoor()
  const headers = { cookie: given.cookie }

  const answer = await fetch(`${given.url}/jobs/job/kill/?id=0`, { method: 'POST', headers })

  assert.equal(answer.status, 403)
  assert.deepEqual([given.asked, given.door.upgrade], [[], undefined])
})

test('given a page of another port, when it asks, then it is refused', async () => {
  await using given = await givenDoor()
  const headers = { cookie: given.cookie, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'empty' }

  const status = await new Promise((settle, fail) => {
    const asking = request(`${given.url}/history/`, { headers }, (answer) => {
      answer.resume()
      settle(answer.statusCode)
    })
    asking.on('error', fail)
    asking.end()
  })

  assert.equal(status, 403)
})

test('given a box that redirects, when it does, then the browser stays where it is', async () => {
  await using given = await givenDoor()
  const headers = { cookie: given.cookie }

  const answer = await fetch(`${given.url}/moved`, { headers, redirect: 'manual' })

  assert.equal(answer.headers.get('location'), '/history/')
})
