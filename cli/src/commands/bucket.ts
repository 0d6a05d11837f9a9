import type { LinkedBucket, LinkWish } from '@millrace/contract'
import type { Command } from 'commander'
import { callApi, operatorToken } from '../api.ts'
import { openHome } from '../home.ts'
import type { Program } from '../nouns/add-noun.ts'

interface Options {
  account: string
  to: string
  endpoint?: string
  region: string
  key: string
  readOnly: boolean
  direct?: string
  sts?: string
}

/** Buckets that stand for ones of other endpoints; for who runs the platform. */
export function addBucket(program: Command, { print }: Program): void {
  const bucket = program.command('bucket').description('buckets at other S3 endpoints')
  bucket
    .command('link')
    .argument('<bucket>')
    .requiredOption('--account <account>', 'whose bucket it is')
    .requiredOption('--to <place>', 's3://bucket/prefix/ at the endpoint')
    .requiredOption('--key <name>', 'the file of its key among the link keys of this host')
    .option('--endpoint <url>', 'https://host:port; AWS itself where left out')
    .option('--region <name>', 'of the bucket there', 'us-east-1')
    .option('--read-only', 'refuse every write', false)
    .option('--direct <role>', 'let its own STS give this role to who may have whole tables')
    .option('--sts <url>', 'where that STS is, if not at the endpoint')
    .description('lets a bucket stand for one of another endpoint, or changes how')
    .action(async (name: string, options: Options) => print(await linkBucket(name, options)))
  bucket
    .command('unlink')
    .argument('<bucket>')
    .description('removes the bucket here; what it stood for keeps what it holds')
    .action(async (name: string) => print(await unlinkBucket(name)))
  bucket
    .command('links')
    .description('buckets that stand for ones of other endpoints, and how they are')
    .action(async () => print(await listLinks()))
}

async function linkBucket(name: string, options: Options): Promise<LinkedBucket> {
  const home = openHome()
  const { account, to: place, endpoint, region, key, readOnly, direct, sts } = options
  const body: LinkWish = {
    ...{ account, place, region, key, access: readOnly ? 'read' : 'read-write' },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(direct === undefined ? {} : { directRole: direct }),
    ...(sts === undefined ? {} : { stsEndpoint: sts }),
  }
  const path = `/links/${encodeURIComponent(name)}`
  const request = { method: 'PUT', path, token: operatorToken(home), body } as const
  return (await callApi(home, request)) as LinkedBucket
}

async function unlinkBucket(name: string): Promise<LinkedBucket[]> {
  const home = openHome()
  const path = `/links/${encodeURIComponent(name)}/end`
  const request = { method: 'POST', path, token: operatorToken(home), body: {} } as const
  return (await callApi(home, request)) as LinkedBucket[]
}

async function listLinks(): Promise<LinkedBucket[]> {
  const home = openHome()
  const request = { method: 'GET', path: '/links', token: operatorToken(home) } as const
  return (await callApi(home, request)) as LinkedBucket[]
}
