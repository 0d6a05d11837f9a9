import { GlueClient } from '@aws-sdk/client-glue'
import { systemClock } from '../../../foundation/clock.ts'
import { givenDoor } from '../../../testing/door.ts'
import { type Admin, givenLake } from '../../../testing/lake.ts'
import { createGlueDoor } from '../index.ts'

/** Glue's door on a lake of its own, with clients of its admin and of a stranger. */
export async function givenGlue() {
  const lake = await givenLake()
  const log = lake.database.log
  const door = await givenDoor(createGlueDoor({ ...lake, clock: systemClock, log }))
  const as = (credentials: Admin) =>
    new GlueClient({ endpoint: door.url, region: 'us-east-1', credentials, maxAttempts: 1 })
  return {
    lake,
    glue: as(lake.home),
    stranger: as(lake.stranger),
    async [Symbol.asyncDispose]() {
      await door[Symbol.asyncDispose]()
      await lake[Symbol.asyncDispose]()
    },
  }
}
