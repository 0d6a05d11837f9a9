import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import type { Vendor } from '@millrace/contract'
import { openHome } from '../../../cli/src/home.ts'
import { hasProfile, readProfile, writeProfile } from '../../../cli/src/profiles.ts'
import { personOf, unlessThere } from '../clients.ts'
import { agreedFeeds, DROPBOX } from '../feeds.ts'
import { INGESTION_ROLE, VENDOR } from '../names.ts'
import { policy } from '../policies.ts'
import { portalOf } from '../portal.ts'
import type { Step } from '../step.ts'
import { verify } from '../verify.ts'

const PRODUCER = 'altdata-producer'

export const meetProspect: Step = {
  name: 'a prospect: a vendor of flight data',
  async play() {
    const portal = await portalOf(PRODUCER)
    const contacts = [{ name: 'Delivery desk', address: 'desk@hudson-flight-data.example' }]
    await unlessThere(portal('createVendor', { name: VENDOR, contacts }))
    verify((await vendorSeen()) !== undefined, 'the prospect in the list of vendors')
  },
}

export const agree: Step = {
  name: 'agreement: flights by SFTP, planes by FTP, weather by HTTPS, reference data by S3',
  async play(stage) {
    const portal = await portalOf(PRODUCER)
    const vendor = await stage.vendor()
    const bucket = { ...(await ensureDropbox()), endpoint: openHome().url }
    await vendor.useBucket({ bucket: DROPBOX, ...bucket })
    const { id = '' } = (await vendorSeen()) ?? {}
    const { items } = await portal('listFeeds', {})
    const roleArn = INGESTION_ROLE
    for (const { name, agreement, definition } of agreedFeeds(vendor.facts, bucket)) {
      if (items.some((feed) => feed.name === name)) continue
      const agreed = await portal('createAgreement', { id, ...agreement })
      await portal('createFeed', { agreementId: agreed.id, name, definition, roleArn })
    }
    const seen = await vendorSeen()
    verify(seen?.stage === 'agreement' && seen.feeds === 5, 'a vendor with an agreement on 5 feeds')
  },
}

async function vendorSeen(): Promise<Vendor | undefined> {
  const portal = await portalOf(PRODUCER)
  const { items } = await portal('listVendors', {})
  return items.find(({ name }) => name === VENDOR)
}

/** A bucket of the producer where the vendor may put things, and nothing else. */
async function ensureDropbox(): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  const home = openHome()
  const { iam, s3, accountId } = personOf(PRODUCER)
  await unlessThere(s3.send(new CreateBucketCommand({ Bucket: DROPBOX })))
  const UserName = 'vendor-dropbox'
  if (hasProfile(home.path, UserName)) return readProfile(home.path, UserName)
  await unlessThere(iam.send(new CreateUserCommand({ UserName })))
  const bucket = `arn:aws:s3:::${DROPBOX}`
  const rights = policy({
    Effect: 'Allow',
    Action: ['s3:ListBucket', 's3:GetObject', 's3:PutObject'],
    Resource: [bucket, `${bucket}/*`],
  })
  const PolicyDocument = JSON.stringify(rights)
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'dropbox', PolicyDocument }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {}
  const profile = { name: UserName, accountId, accessKeyId, secretAccessKey }
  writeProfile(home.path, profile, home)
  return { accessKeyId, secretAccessKey }
}
