import { AUTOMATIC_BOOST, type Name } from '../name';
import type { NameCollision } from './name-collisions';

/** How strong a name is whose strength is `boost`, or automatic: then not so strong that it is written for common words. */
export function strengthOf({ boost }: Name, collision: NameCollision | undefined): number {
  return boost ?? collision?.boost ?? AUTOMATIC_BOOST;
}

/** The name as the recognizer gets it: with the strength that `strengthOf` says. */
export function withAutomaticBoost(name: Name, collision: NameCollision | undefined): Name {
  const boost = strengthOf(name, collision);
  return name.boost === undefined && boost !== AUTOMATIC_BOOST ? { ...name, boost } : name;
}
