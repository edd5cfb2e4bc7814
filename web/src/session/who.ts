// What an account and its posts make of somebody: the same for the console and the phone pages.
import type { Schemas } from '../base/api/client';

export type Post = Schemas['Me']['posts'][number];
/** Of an account, or what a post brings in its unit. */
export type Role = Schemas['Role'] | 'commander' | 'landlord' | 'workshop_head';

export function roleOf({ duty, kind }: Post): Role {
  if (duty === 'member') return 'member';
  return kind === 'tenants' ? 'landlord' : kind === 'workshop' ? 'workshop_head' : 'commander';
}

/** A seat in the team above comes with commanding a unit, and brings nothing there (src/city/accounts/session.cpp). */
export const isSeat = ({ duty, path }: Post, all: readonly Post[]) => duty === 'member' && all.some((other) => other.duty !== 'member' && other.path.replace(/[^/]+\/$/, '') === path);

/** Who is in the teams and commands nothing works with the phone pages; the others have the console. */
export const isOnThePhone = (role: Role, posts: readonly Post[]) => role === 'member' && !posts.some((post) => roleOf(post) === 'commander');
