import { randomBytes } from 'node:crypto'
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { readProfile } from '../cli/src/profiles.ts'
import { type Figure, median, type Scenario, timed } from './scenario.ts'

const MIB = 2 ** 20

/** One connection, one object after the other, by the SDK: signing and checksums included. */
export const measureS3: Scenario = async ({ environment, url }) => {
  const profile = readProfile(environment.MILLRACE_HOME ?? '', 'governance-admin')
  const s3 = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: profile,
  })
  const Bucket = `bench-${Date.now()}`
  await s3.send(new CreateBucketCommand({ Bucket }))
  const figures: Figure[] = []
  for (const [label, size, times] of [
    ['64 MiB', 64 * MIB, 5],
    ['4 KiB', 4096, 100],
  ] as const) {
    const Body = randomBytes(size)
    const puts = await timed(times, async (run) => {
      await s3.send(new PutObjectCommand({ Bucket, Key: `${size}/${run}`, Body }))
    })
    const gets = await timed(times, async (run) => {
      const { Body: read } = await s3.send(new GetObjectCommand({ Bucket, Key: `${size}/${run}` }))
      await read?.transformToByteArray()
    })
    for (const [verb, sorted] of [
      ['PUT', puts],
      ['GET', gets],
    ] as const) {
      const milliseconds = median(sorted)
      figures.push({ scenario: `s3 ${verb} ${label}, median`, figure: milliseconds, unit: 'ms' })
      if (size > MIB) {
        const speed = size / 1e3 / milliseconds
        figures.push({ scenario: `s3 ${verb} ${label}`, figure: speed, unit: 'MB/s' })
      }
    }
  }
  s3.destroy()
  return figures
}
