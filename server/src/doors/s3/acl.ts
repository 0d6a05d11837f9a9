import type { IncomingHttpHeaders } from 'node:http'
import {
  type Acl,
  type AclWish,
  ALL_USERS,
  AUTHENTICATED_USERS,
  CANNED_ACLS,
  type CannedAcl,
  type Grant,
  type Permission,
} from '../../contexts/storage/index.ts'
import { field, group, type S3Answer, xmlAnswer } from './answer.ts'
import {
  invalidRequest,
  invalidRequestArgument,
  malformedAcl,
  methodNotAllowed,
  missingAcl,
  notImplemented,
} from './errors.ts'
import { smallBody } from './read-body.ts'
import { childrenOf, childText, readXml, type XmlElement } from './read-xml.ts'
import type { S3Request } from './request.ts'

const GRANTS_MAX = 100 // S3 User Guide, "Access control list (ACL) overview".
const GROUPS = 'http://acs.amazonaws.com/groups/global/'
const KNOWN_GROUPS = [ALL_USERS, AUTHENTICATED_USERS]
/** S3 User Guide, "Canned ACL"; nobody here is whom these mean. */
const FOR_NOBODY = ['aws-exec-read', 'log-delivery-write']
const PERMISSIONS: readonly Permission[] = [
  'FULL_CONTROL',
  'READ',
  'WRITE',
  'READ_ACP',
  'WRITE_ACP',
]
const GRANT_HEADERS: Readonly<Record<string, Permission>> = {
  'x-amz-grant-read': 'READ',
  'x-amz-grant-write': 'WRITE',
  'x-amz-grant-read-acp': 'READ_ACP',
  'x-amz-grant-write-acp': 'WRITE_ACP',
  'x-amz-grant-full-control': 'FULL_CONTROL',
}
const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

export function aclAnswer({ owner, grants }: Acl): S3Answer {
  return xmlAnswer(
    'AccessControlPolicy',
    group('Owner', account(owner)) + group('AccessControlList', ...inOrder(grants).map(grantXml)),
  )
}

/** What is open to everybody first: it is what one looks for. */
function inOrder(grants: readonly Grant[]): Grant[] {
  const rank = ({ to }: Grant) => (KNOWN_GROUPS.includes(to) ? 0 : 1)
  return grants.toSorted((one, other) => rank(one) - rank(other))
}

function account(id: string): string {
  return field('ID', id) + field('DisplayName', id)
}

function grantXml({ to, permission }: Grant): string {
  const isGroup = KNOWN_GROUPS.includes(to)
  const type = isGroup ? 'Group' : 'CanonicalUser'
  const who = isGroup ? field('URI', GROUPS + to) : account(to)
  const grantee = `<Grantee ${XSI} xsi:type="${type}">${who}</Grantee>`
  return group('Grant', grantee, field('Permission', permission))
}

/** The list that headers ask for; undefined where they ask for none. @throws s3.invalid-argument */
export function aclOf(headers: IncomingHttpHeaders): AclWish | undefined {
  const canned = headers['x-amz-acl']
  const grants = Object.entries(GRANT_HEADERS).flatMap(([name, permission]) =>
    granteesOf(headers[name]).map((to) => ({ to, permission })),
  )
  if (canned === undefined) return grants.length > 0 ? { grants: bounded(grants) } : undefined
  const reason = 'Specifying both Canned ACLs and Header Grants is not allowed'
  if (grants.length > 0) throw invalidRequest({ reason })
  return cannedAcl(String(canned))
}

function cannedAcl(value: string): CannedAcl {
  const known = CANNED_ACLS.find((one) => one === value)
  if (known) return known
  if (!FOR_NOBODY.includes(value)) throw invalidRequestArgument({ name: 'x-amz-acl', value })
  throw notImplemented({
    operation: `ACL ${value}`,
    reason: 'it is for services that are not here',
  })
}

/** `id="…", uri="…"` */
function granteesOf(header: string | string[] | undefined): string[] {
  if (header === undefined) return []
  return String(header)
    .split(',')
    .map((text) => {
      const [, kind, value] = /^\s*(id|uri|emailAddress)\s*=\s*"?([^"]*)"?\s*$/i.exec(text) ?? []
      if (kind === undefined || value === undefined)
        throw invalidRequestArgument({ name: 'grantee', value: text })
      if (kind.toLowerCase() === 'uri') return groupOf(value)
      if (kind.toLowerCase() === 'id') return value
      throw byEmail()
    })
}

function groupOf(uri: string): string {
  const name = uri.startsWith(GROUPS) ? uri.slice(GROUPS.length) : ''
  if (!KNOWN_GROUPS.includes(name)) throw invalidRequestArgument({ name: 'Group URI', value: uri })
  return name
}

/** S3 User Guide, "Access control list (ACL) overview": since October 2025 none is taken. */
function byEmail() {
  return methodNotAllowed({ method: 'Grantee by email' })
}

/** What is to become the list, by headers or body. @throws s3.missing-acl, s3.malformed-acl */
export async function aclToPut(request: S3Request): Promise<AclWish> {
  const asked = aclOf(request.headers)
  const body = await smallBody(request)
  if (body.length === 0) {
    if (asked === undefined) throw missingAcl({})
    return asked
  }
  if (asked !== undefined) throw invalidRequest({ reason: 'ACL is in the headers and in the body' })
  return aclFromXml(readXml(body, 'AccessControlPolicy'))
}

function aclFromXml(policy: XmlElement): AclWish {
  const [owner] = childrenOf(policy, 'Owner')
  const id = owner && childText(owner, 'ID')?.trim()
  const lists = childrenOf(policy, 'AccessControlList')
  const [list] = lists
  if (!id || !list || lists.length > 1) throw malformedAcl({})
  return { owner: id, grants: bounded(childrenOf(list, 'Grant').map(grantFromXml)) }
}

function bounded(grants: Grant[]): Grant[] {
  if (grants.length > GRANTS_MAX) throw malformedAcl({})
  return grants
}

function grantFromXml(grant: XmlElement): Grant {
  const [grantee] = childrenOf(grant, 'Grantee')
  const text = childText(grant, 'Permission')?.trim()
  const permission = PERMISSIONS.find((one) => one === text)
  if (!grantee || !permission) throw malformedAcl({})
  const [id, uri] = ['ID', 'URI'].map((name) => childText(grantee, name)?.trim())
  if (id) return { to: id, permission }
  if (uri) return { to: groupOf(uri), permission }
  if (childText(grantee, 'EmailAddress') !== undefined) throw byEmail()
  throw malformedAcl({})
}
