import type { AccountId } from '../../identity/index.ts'
import type { Capacity } from './capacity.ts'

/** Who a driver belongs to; `account` is for drivers outside of clusters and applications. */
export interface ReservationOwner {
  kind: 'cluster' | 'application' | 'account'
  id: string
  accountId: AccountId
}

/** Capacity that one driver holds until it is released. */
export interface Reservation extends Capacity {
  id: string
  owner: ReservationOwner
  createdAt: Date
}
