import { type Static, Type } from 'typebox'
import {
  AccessRequest,
  AccessRequests,
  AskForAccess,
  DecideAccessRequest,
  Grants,
} from './access.ts'
import { List, ListRequests } from './requests.ts'
import { Expression } from './resource.ts'
import { DatasetRef, Id, Instant } from './values.ts'
import { AskedGrant } from './what-if.ts'

/** What bears such tags is granted on request by so many of these people. */
export const ApprovalRule = Type.Object(
  {
    name: Type.String({ maxLength: 100 }),
    expression: Expression,
    /** ARNs of users and roles, of whatever account. */
    approvers: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 50 }),
    /** How many of them, each counted once whatever role they are in. */
    persons: Type.Integer({ minimum: 1, maximum: 5 }),
  },
  { additionalProperties: false },
)
export type ApprovalRule = Static<typeof ApprovalRule>

const ApprovalRules = Type.Object({
  rules: Type.Array(ApprovalRule),
  /** Counts how often they were set: whoever changes them names it. */
  version: Type.Integer(),
  setBy: Type.Optional(Type.String()),
  setAt: Type.Optional(Instant),
})
export type ApprovalRules = Static<typeof ApprovalRules>

const wantedRules = { rules: Type.Array(ApprovalRule, { maxItems: 100 }) }

/** One rule that holds for a request. */
const Need = Type.Object({
  rule: Type.String(),
  persons: Type.Integer(),
  approvers: Type.Array(Type.String()),
  /** How many of them have approved. */
  approved: Type.Integer(),
})
export type Need = Static<typeof Need>

/** An open request that other rules would have decided by others; by admins without any rule. */
const RequestTurn = Type.Object({
  id: Type.String(),
  dataset: DatasetRef,
  principal: Type.String(),
  requestedBy: Type.String(),
  requestedAt: Instant,
  before: Type.Array(Need),
  after: Type.Array(Need),
})
export type RequestTurn = Static<typeof RequestTurn>

const ApprovalRulesPlan = Type.Object({
  /** The newest of them. */
  requests: Type.Array(RequestTurn),
  total: Type.Integer(),
  /** ARNs of approvers who may grant nothing at the moment: their word would grant nothing. */
  powerless: Type.Array(Type.String()),
  /** Of the rules that would be replaced. */
  version: Type.Integer(),
  /** Stands for the rules and all that they do to requests: whoever agrees names it. */
  digest: Type.String(),
})
export type ApprovalRulesPlan = Static<typeof ApprovalRulesPlan>

/** A rule that waits for so many more of its approvers. */
const Lack = Type.Object({
  rule: Type.String(),
  persons: Type.Integer(),
  approvers: Type.Array(Type.String()),
})

export const DecidedAccessRequest = Type.Object({
  ...AccessRequest.properties,
  waitsFor: Type.Array(Lack),
})
export type DecidedAccessRequest = Static<typeof DecidedAccessRequest>

export const ShownAccessRequest = Type.Object({
  ...DecidedAccessRequest.properties,
  /** What granting would change and give; for who may approve, while it is open. */
  seen: Type.Optional(AskedGrant),
  /** Why the caller could not make the grant. */
  refusal: Type.Optional(Type.String()),
  approvals: Type.Array(
    Type.Object({
      principal: Type.String(),
      approvedAt: Instant,
      endsAt: Type.Optional(Instant),
      /** False where they saw other effects, or less or more that is given. */
      counts: Type.Boolean(),
    }),
  ),
})
export type ShownAccessRequest = Static<typeof ShownAccessRequest>

/** What is asked for, who decides it, and what comes to its end. */
export const approvalOperations = {
  listEndingGrants: {
    summary: 'Grants that end soon: one’s own, and those that one could make again',
    query: List,
    answer: Grants,
  },
  askForAccess: { summary: 'Ask for access', body: AskForAccess, answer: Id },
  listAccessRequests: {
    summary: 'Requests for access',
    query: ListRequests,
    answer: AccessRequests,
  },
  decideAccessRequest: {
    summary: 'Grant or refuse a request',
    params: Id,
    body: DecideAccessRequest,
    answer: DecidedAccessRequest,
  },
  getAccessRequest: {
    summary: 'One request, and for who approves it what granting would change',
    params: Id,
    answer: ShownAccessRequest,
  },
  getApprovalRules: {
    summary: 'Who must approve requests for what bears which tags',
    answer: ApprovalRules,
  },
  planApprovalRules: {
    summary: 'What other rules of approval would do to open requests; nothing of them is kept',
    body: Type.Object(wantedRules, { additionalProperties: false }),
    answer: ApprovalRulesPlan,
  },
  putApprovalRules: {
    summary: 'Replace who must approve requests, if the rules are still those that were read',
    body: Type.Object(
      {
        ...wantedRules,
        version: Type.Integer({ minimum: 0 }),
        /** Of a plan that was shown. */
        digest: Type.Optional(Type.String({ maxLength: 200 })),
      },
      { additionalProperties: false },
    ),
    answer: ApprovalRules,
  },
}
