define("settings",{rows:[{"title":"\u64a4\u56de\u540c\u610f","to":"/privacy/withdraw"}]})
