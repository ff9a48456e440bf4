export * from './app-vi-95561a90.js?again';
