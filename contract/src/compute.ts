import { type Static, Type } from 'typebox'
import { AccountRef, Instant, pageOf } from './values.ts'

export const Product = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  vcpu: Type.Optional(Type.Number()),
  memoryGb: Type.Optional(Type.Number()),
  architecture: Type.Optional(Type.String()),
  usdPerHour: Type.Optional(Type.Number()),
  parameters: Type.Array(
    Type.Object({
      key: Type.String(),
      label: Type.String(),
      description: Type.Optional(Type.String()),
      default: Type.Optional(Type.String()),
      allowed: Type.Optional(Type.Array(Type.String())),
      minimum: Type.Optional(Type.Number()),
      maximum: Type.Optional(Type.Number()),
    }),
  ),
})
export type Product = Static<typeof Product>
export const Products = pageOf(Product)

export const LaunchCluster = Type.Object(
  {
    productId: Type.String(),
    name: Type.String({ minLength: 1, maxLength: 128 }),
    parameters: Type.Record(Type.String(), Type.String()),
  },
  { additionalProperties: false },
)
export type LaunchCluster = Static<typeof LaunchCluster>

/** A dry run of a launch. */
export const Estimate = Type.Object({
  release: Type.String(),
  machines: Type.Array(
    Type.Object({ role: Type.String(), type: Type.String(), count: Type.Number() }),
  ),
  /** In thousandths of the firm’s unit of account. */
  hourlyRateMilli: Type.Number(),
  idleMinutes: Type.Optional(Type.Number()),
  /** What it would get less of than it asks for, and why. */
  cuts: Type.Array(Type.String()),
})
export type Estimate = Static<typeof Estimate>

export const Cluster = Type.Object({
  id: Type.String(),
  name: Type.String(),
  account: AccountRef,
  state: Type.String(),
  /** Live means that it can still cost something. */
  live: Type.Boolean(),
  reason: Type.Optional(Type.String()),
  startedBy: Type.Optional(Type.String()),
  createdAt: Instant,
  readyAt: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
  idleEndsAt: Type.Optional(Instant),
  instanceType: Type.Optional(Type.String()),
  vcpu: Type.Optional(Type.Number()),
  memoryGb: Type.Optional(Type.Number()),
  costUsd: Type.Optional(Type.Number()),
  mayStop: Type.Boolean(),
})
export type Cluster = Static<typeof Cluster>
export const Clusters = pageOf(Cluster)

export const Session = Type.Object({
  id: Type.String(),
  name: Type.Optional(Type.String()),
  kind: Type.String(),
  state: Type.String(),
  live: Type.Boolean(),
  /** The role or user whose rights count. */
  principal: Type.String(),
  startedBy: Type.Optional(Type.String()),
  /** Why it ended. */
  reason: Type.Optional(Type.String()),
  clusterId: Type.Optional(Type.String()),
  startedAt: Instant,
  lastUsedAt: Type.Optional(Instant),
  idleEndsAt: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
  statements: Type.Optional(Type.Integer()),
  mayStop: Type.Boolean(),
})
export type Session = Static<typeof Session>
export const Sessions = pageOf(Session)

export const SessionLog = Type.Object({ lines: Type.Array(Type.String()) })
export type SessionLog = Static<typeof SessionLog>
