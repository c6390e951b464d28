/** Passwords and their stems that every guesser tries first; longer lists belong to a breach service. */
export const common: ReadonlySet<string> = new Set(
  `password passw0rd p@ssword p@ssw0rd qwerty qwertyuiop qwertyuiopasdf qwerty123 asdfghjkl zxcvbnm letmein welcome
  iloveyou admin administrator monkey dragon football baseball princess sunshine master shadow superman batman trustno1
  starwars whatever freedom michael jennifer charlie computer internet secret changeme changemenow default leaveline
  leavelineleaveline vacation qazwsxedcrfv 1q2w3e4r5t6y 1qaz2wsx3edc passwordpassword adminadmin welcomewelcome
  mypassword yourpassword newpassword thisisapassword correcthorsebatterystaple ukraine slavaukraini slavaukraine
  пароль парольпароль йцукен йцукенгшщз фывапролд привет україна славаукраїні`
    .split(/\s+/)
    .filter(Boolean),
);
