import type { IncomingHttpHeaders } from 'node:http'
import { field, type S3Answer, xmlAnswer } from './answer.ts'
import { aclNotSupported, invalidRequestArgument, missingAcl } from './errors.ts'
import { smallBody } from './read-body.ts'
import { childrenOf, childText, readXml, type XmlElement } from './read-xml.ts'
import type { S3Request } from './request.ts'

/** Whoever puts an object, the bucket's owner has it: with these nothing changes. */
const OWNERS_ALONE = ['private', 'bucket-owner-full-control']
/** S3 User Guide, "Canned ACL". */
const GRANTING = [
  'public-read',
  'public-read-write',
  'aws-exec-read',
  'authenticated-read',
  'bucket-owner-read',
  'log-delivery-write',
]
const GRANT = 'x-amz-grant-'
const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"'

/** The list of everything here. @see S3 User Guide, "Controlling ownership of objects" */
export function ownersAcl(accountId: string): S3Answer {
  const who = field('ID', accountId) + field('DisplayName', accountId)
  const grantee = `<Grantee ${XSI}>${who}</Grantee>`
  const grant = `<Grant>${grantee}<Permission>FULL_CONTROL</Permission></Grant>`
  return xmlAnswer(
    'AccessControlPolicy',
    `<Owner>${who}</Owner><AccessControlList>${grant}</AccessControlList>`,
  )
}

/** Do the headers ask for a list that grants anything to others? @throws s3.invalid-argument */
export function grantsToOthers(headers: IncomingHttpHeaders): boolean {
  const canned = headers['x-amz-acl']
  if (Object.keys(headers).some((name) => name.startsWith(GRANT))) return true
  if (canned === undefined || OWNERS_ALONE.includes(String(canned))) return false
  if (GRANTING.includes(String(canned))) return true
  throw invalidRequestArgument({ name: 'x-amz-acl', value: String(canned) })
}

/** Takes only what stands already. @throws s3.acl-not-supported, s3.missing-acl */
export async function demandOwnersAcl(request: S3Request, accountId: string): Promise<void> {
  const { headers } = request
  if (grantsToOthers(headers)) throw aclNotSupported({})
  const body = await smallBody(request)
  if (body.length > 0) demandOwnersGrants(readXml(body, 'AccessControlPolicy'), accountId)
  else if (headers['x-amz-acl'] === undefined) throw missingAcl({})
}

function demandOwnersGrants(policy: XmlElement, accountId: string): void {
  const lists = childrenOf(policy, 'AccessControlList')
  for (const grant of lists.flatMap((list) => childrenOf(list, 'Grant'))) {
    const [grantee] = childrenOf(grant, 'Grantee')
    const owners = grantee && childText(grantee, 'ID')?.trim() === accountId
    const whole = childText(grant, 'Permission')?.trim() === 'FULL_CONTROL'
    if (!owners || !whole) throw aclNotSupported({})
  }
}
